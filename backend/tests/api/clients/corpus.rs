//! Forged and bent tokens and assertions: each is refused with 401, none with a 500, and beside
//! each family stands one that is right and passes.

use serde_json::{Value, json};

use super::forge::{Signer, b64, ours, with};
use crate::support::{Answer, Client, World, on_both};

/// A name for the failure message, and the token.
type Case = (String, String);

struct Right {
    head: Value,
    claims: Value,
}

fn access(world: &World, client: &Client, kid: &str) -> Right {
    let now = backend::clock::now().timestamp();
    Right {
        head: json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid}),
        claims: json!({
            "iss": world.base(), "sub": client.id, "aud": format!("{}/api/v1", world.base()),
            "exp": now + 600, "iat": now, "jti": backend::clock::random_id(),
            "client_id": client.id, "scope": "plans:read",
        }),
    }
}

fn case(name: impl Into<String>, token: String) -> Case {
    (name.into(), token)
}

/// Headers that lie about how the token is signed or by whom.
fn headers(right: &Right, signer: &Signer, kid: &str) -> Vec<Case> {
    let Right { head, claims } = right;
    let other = Signer::fresh();
    let mut cases = vec![
        case(
            "alg none, no signature",
            Signer::None.token(&with(head, "alg", json!("none")), claims),
        ),
        case(
            "alg None",
            Signer::None.token(&with(head, "alg", json!("None")), claims),
        ),
        case(
            "alg none, a signature",
            signer.token(&with(head, "alg", json!("none")), claims),
        ),
        case("no alg", signer.token(&with(head, "alg", None), claims)),
        case(
            "HS256 with the public key",
            Signer::Mac(signer.public()).token(&with(head, "alg", json!("HS256")), claims),
        ),
        case(
            "HS256 with the public key in base64",
            Signer::Mac(b64(&signer.public()).into_bytes())
                .token(&with(head, "alg", json!("HS256")), claims),
        ),
        case(
            "HS256 with nothing",
            Signer::Mac(Vec::new()).token(&with(head, "alg", json!("HS256")), claims),
        ),
        case(
            "ES256 by another key",
            Signer::ec().token(&with(head, "alg", json!("ES256")), claims),
        ),
        case("another key under our name", other.token(head, claims)),
        case(
            "a key that brings itself",
            other.token(&with(head, "jwk", other.jwk(kid)), claims),
        ),
        case("no kid", signer.token(&with(head, "kid", None), claims)),
        case("no typ", signer.token(&with(head, "typ", None), claims)),
        case(
            "a head that is a list",
            signer.raw("[\"EdDSA\"]", &claims.to_string()),
        ),
        case(
            "a head that is no JSON",
            signer.raw("EdDSA", &claims.to_string()),
        ),
        case(
            "alg twice",
            signer.raw(
                &head.to_string().replacen('{', "{\"alg\":\"none\",", 1),
                &claims.to_string(),
            ),
        ),
        case(
            "kid twice",
            signer.raw(
                &head.to_string().replacen('{', "{\"kid\":\"x\",", 1),
                &claims.to_string(),
            ),
        ),
    ];
    for alg in [
        "RS256", "PS256", "ES256", "ES384", "HS256", "HS512", "eddsa", "EDDSA", "Ed25519", "",
        "EdDSA ",
    ] {
        cases.push(case(
            format!("our signature as {alg:?}"),
            signer.token(&with(head, "alg", json!(alg)), claims),
        ));
    }
    for typ in [
        "JWT",
        "AT+JWT",
        "application/at+jwt",
        "jwt",
        "logout+jwt",
        "",
    ] {
        cases.push(case(
            format!("typ {typ:?}"),
            signer.token(&with(head, "typ", json!(typ)), claims),
        ));
    }
    let kids = [
        json!("../../../dev/null"),
        json!("' OR 1=1 --"),
        json!(""),
        json!(null),
        json!(7),
        json!([kid]),
        json!(kid.to_uppercase()),
        json!(format!("{{{kid}}}")),
        json!(format!("urn:uuid:{kid}")),
        json!(kid.replace('-', "")),
        json!(format!("{kid} ")),
        json!(backend::clock::random_id()),
        json!("x".repeat(900)),
    ];
    for name in kids {
        cases.push(case(
            format!("kid {name}"),
            signer.token(&with(head, "kid", name), claims),
        ));
    }
    let extras = [
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/c")),
        ("x5c", json!(["MIIB"])),
        ("jwk", signer.jwk(kid)),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
        ("cty", json!("JWT")),
    ];
    for (name, value) in extras {
        cases.push(case(
            format!("a head with {name}"),
            signer.token(&with(head, name, value), claims),
        ));
    }
    cases
}

/// Claims that are missing, of the wrong kind, twice, or another's.
fn claims(right: &Right, signer: &Signer, client: &Client) -> Vec<Case> {
    let Right { head, claims } = right;
    let mut cases = Vec::new();
    for member in [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "jti",
        "client_id",
        "scope",
    ] {
        cases.push(case(
            format!("without {member}"),
            signer.token(head, &with(claims, member, None)),
        ));
        cases.push(case(
            format!("{member} null"),
            signer.token(head, &with(claims, member, Value::Null)),
        ));
        let twice =
            claims
                .to_string()
                .replacen('{', &format!("{{\"{member}\":{},", claims[member]), 1);
        cases.push(case(
            format!("{member} twice"),
            signer.raw(&head.to_string(), &twice),
        ));
    }
    let iss = claims["iss"].as_str().unwrap();
    let aud = claims["aud"].as_str().unwrap();
    let now = claims["iat"].as_i64().unwrap();
    let bent = [
        ("iss", json!("https://other.example")),
        ("iss", json!(format!("{iss}/"))),
        ("iss", json!(iss.replace("http", "HTTP"))),
        ("iss", json!([iss])),
        ("iss", json!([iss, "https://other.example"])),
        ("iss", json!("")),
        ("aud", json!("https://other.example/api/v1")),
        ("aud", json!(iss)),
        ("aud", json!(format!("{iss}/oauth/token"))),
        ("aud", json!([aud])),
        ("aud", json!([aud, "https://other.example"])),
        ("aud", json!([])),
        ("aud", json!(format!("{aud}/"))),
        ("exp", json!((now + 600).to_string())),
        ("exp", json!(now as f64 + 600.5)),
        ("exp", json!(-1)),
        ("exp", json!(0)),
        ("exp", json!(u64::MAX)),
        ("exp", json!(i64::MAX)),
        ("exp", json!([now + 600])),
        ("exp", json!(true)),
        ("exp", json!(now + 3_600)),
        ("exp", json!(now + 10 * 365 * 86_400)),
        ("iat", json!(now.to_string())),
        ("iat", json!(i64::MIN)),
        ("iat", json!(now + 3_600)),
        ("nbf", json!(now)),
        ("nbf", json!(now + 3_600)),
        ("roles", json!(["administrator"])),
        ("agency", json!("any")),
        ("sub", json!(backend::clock::random_id())),
        ("client_id", json!(backend::clock::random_id())),
        ("client_id", json!(client.id.to_uppercase())),
        ("client_id", json!("")),
        ("scope", json!("plans:read everything")),
        ("scope", json!(["plans:read"])),
        ("scope", json!("*")),
        ("jti", json!("")),
        ("jti", json!(7)),
    ];
    for (member, value) in bent {
        cases.push(case(
            format!("{member} {value}"),
            signer.token(head, &with(claims, member, value)),
        ));
    }
    let shifted = |by: i64| {
        with(
            &with(claims, "iat", json!(now - 600 + by)),
            "exp",
            json!(now + by),
        )
    };
    cases.push(case(
        "expired by six seconds and more",
        signer.token(head, &shifted(-7)),
    ));
    cases.push(case(
        "expired yesterday",
        signer.token(head, &shifted(-86_400)),
    ));
    let early = with(
        &with(claims, "iat", json!(now + 60)),
        "exp",
        json!(now + 660),
    );
    cases.push(case("made in a minute", signer.token(head, &early)));
    let stranger = backend::clock::random_id();
    let unknown = with(
        &with(claims, "sub", json!(stranger)),
        "client_id",
        json!(stranger),
    );
    cases.push(case(
        "a client that does not exist",
        signer.token(head, &unknown),
    ));
    cases
}

/// Tokens that are not written as tokens are.
fn writing(right: &Right, signer: &Signer) -> Vec<Case> {
    let good = signer.token(&right.head, &right.claims);
    let parts: Vec<&str> = good.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let message = format!("{head}.{body}");
    let mut cases = vec![
        case("nothing", String::new()),
        case("a word", "token".to_owned()),
        case("dots", "..".to_owned()),
        case("no signature", format!("{message}.")),
        case("two parts", message.clone()),
        case("four parts", format!("{good}.{signature}")),
        case("a trailing dot", format!("{good}.")),
        case("a trailing space", format!("{good} x")),
        case("a leading dot", format!(".{good}")),
        case("padding behind", format!("{good}=")),
        case(
            "padding in the head",
            signer.over(&format!("{head}=.{body}")),
        ),
        case(
            "padding in the body",
            signer.over(&format!("{head}.{body}==")),
        ),
        case(
            "a space in the body",
            signer.over(&format!("{head}.{body} ")),
        ),
        case(
            "half a signature",
            format!("{message}.{}", &signature[..40]),
        ),
        case("a longer signature", format!("{good}AAAA")),
        case(
            "a signature of zeros",
            format!("{message}.{}", b64(&[0; 64])),
        ),
        case("the signature of another body", {
            let other = signer.token(
                &right.head,
                &with(&right.claims, "scope", json!("updates:write")),
            );
            format!("{message}.{}", other.rsplit('.').next().unwrap())
        }),
        case(
            "standard base64",
            signer.over(&format!("{head}.{}", {
                use base64::{Engine, engine::general_purpose::STANDARD};
                STANDARD.encode(
                    right
                        .claims
                        .to_string()
                        .replace("plans:read", "plans:read\u{7f}?>>>"),
                )
            })),
        ),
        case(
            "bytes behind the claims",
            signer.raw(&right.head.to_string(), &format!("{}x", right.claims)),
        ),
        case(
            "two claims sets",
            signer.raw(&right.head.to_string(), &format!("{0}{0}", right.claims)),
        ),
        case(
            "claims in a list",
            signer.raw(&right.head.to_string(), &format!("[{}]", right.claims)),
        ),
        case(
            "claims that are no UTF-8",
            signer.over(&format!("{head}.{}", b64(b"{\"iss\":\"\xff\"}"))),
        ),
        case(
            "a byte order mark",
            signer.raw(
                &right.head.to_string(),
                &format!("\u{feff}{}", right.claims),
            ),
        ),
        case(
            "deeply nested",
            signer.raw(&right.head.to_string(), &"[".repeat(1_500)),
        ),
        case(
            "a huge claim",
            signer.token(
                &right.head,
                &with(&right.claims, "jti", json!("x".repeat(6_000))),
            ),
        ),
        case("a huge token", "A".repeat(30_000)),
        case(
            "JSON serialisation",
            json!({"payload": body, "protected": head, "signature": signature}).to_string(),
        ),
    ];
    // The last character of 64 bytes holds four bits that mean nothing.
    let last = signature.chars().last().unwrap();
    for letter in ['B', 'C', 'h', '_'] {
        if letter != last {
            cases.push(case(
                format!("a signature that ends in {letter}"),
                format!("{message}.{}{letter}", &signature[..signature.len() - 1]),
            ));
        }
    }
    cases
}

async fn refused(world: &World, cases: Vec<Case>) -> usize {
    for (name, token) in &cases {
        let answer = world.with(token).get("/plans").await;
        assert_eq!(answer.status, 401, "{name}: {}", answer.text);
        let challenge = answer
            .header("www-authenticate")
            .unwrap_or_default()
            .to_owned();
        assert!(
            challenge.starts_with("Bearer error=\"invalid_token\""),
            "{name}: {challenge}"
        );
        assert_eq!(answer.problem(401), "bad_token", "{name}");
    }
    cases.len()
}

on_both! {
    async fn forged_and_bent_access_tokens_are_refused(world: World) {
        let client = world.client(&["plans:read"]).await;
        assert_eq!(world.program(&client, None).await.get("/plans").await.status, 200);
        let (signer, kid) = ours(&world).await;
        let right = || access(&world, &client, &kid);
        let passes = async |name: &str| {
            let Right { head, claims } = right();
            let answer = world.with(&signer.token(&head, &claims)).get("/plans").await;
            assert_eq!(answer.status, 200, "the right one beside {name}: {}", answer.text);
        };
        let mut tried = 0;
        passes("the headers").await;
        tried += refused(&world, headers(&right(), &signer, &kid)).await;
        passes("the claims").await;
        tried += refused(&world, claims(&right(), &signer, &client)).await;
        passes("the writing").await;
        tried += refused(&world, writing(&right(), &signer)).await;
        assert!(tried >= 80, "only {tried} were tried");
    }
}

/// The server's answer to an assertion.
async fn assert_with(world: &World, assertion: &str) -> Answer {
    world
        .ask(
            &[],
            &[
                ("grant_type", "client_credentials"),
                (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ),
                ("client_assertion", assertion),
            ],
        )
        .await
}

fn assertion(world: &World, client: &str, alg: &str, kid: &str) -> Right {
    let now = backend::clock::now().timestamp();
    Right {
        head: json!({"alg": alg, "typ": "JWT", "kid": kid}),
        claims: json!({
            "iss": client, "sub": client, "aud": format!("{}/oauth/token", world.base()),
            "exp": now + 120, "iat": now, "jti": backend::clock::random_id(),
        }),
    }
}

fn assertions(right: &Right, signer: &Signer, theirs: &Signer, other: &str) -> Vec<Case> {
    let Right { head, claims } = right;
    let now = claims["iat"].as_i64().unwrap();
    let aud = claims["aud"].as_str().unwrap();
    let mut cases = vec![
        case(
            "alg none",
            Signer::None.token(&with(head, "alg", json!("none")), claims),
        ),
        case(
            "HS256 with the public key",
            Signer::Mac(signer.public()).token(&with(head, "alg", json!("HS256")), claims),
        ),
        case(
            "RS256",
            signer.token(&with(head, "alg", json!("RS256")), claims),
        ),
        case(
            "the other algorithm",
            signer.token(
                &with(
                    head,
                    "alg",
                    json!(if head["alg"] == "ES256" {
                        "EdDSA"
                    } else {
                        "ES256"
                    }),
                ),
                claims,
            ),
        ),
        case("another client's key", theirs.token(head, claims)),
        case(
            "another client's key and its name",
            theirs.token(&with(head, "kid", json!("theirs")), claims),
        ),
        case(
            "another client's name under one's own key",
            signer.token(
                head,
                &with(&with(claims, "iss", json!(other)), "sub", json!(other)),
            ),
        ),
        case("no kid", signer.token(&with(head, "kid", None), claims)),
        case(
            "an unknown kid",
            signer.token(&with(head, "kid", json!("unknown")), claims),
        ),
        case(
            "a key that brings itself",
            theirs.token(&with(head, "jwk", theirs.jwk("own")), claims),
        ),
        case(
            "crit",
            signer.token(&with(head, "crit", json!(["exp"])), claims),
        ),
        case(
            "jku",
            signer.token(&with(head, "jku", json!("https://evil.example")), claims),
        ),
        case(
            "x5c",
            signer.token(&with(head, "x5c", json!(["MIIB"])), claims),
        ),
        case(
            "an access token's typ",
            signer.token(&with(head, "typ", json!("at+jwt")), claims),
        ),
        case(
            "bytes behind the claims",
            signer.raw(&head.to_string(), &format!("{claims} x")),
        ),
        case(
            "a huge one",
            signer.token(head, &with(claims, "jti", json!("x".repeat(8_000)))),
        ),
        case("nothing signed", "a.b.c".to_owned()),
    ];
    for member in ["iss", "sub", "aud", "exp", "jti"] {
        cases.push(case(
            format!("without {member}"),
            signer.token(head, &with(claims, member, None)),
        ));
        let twice =
            claims
                .to_string()
                .replacen('{', &format!("{{\"{member}\":{},", claims[member]), 1);
        cases.push(case(
            format!("{member} twice"),
            signer.raw(&head.to_string(), &twice),
        ));
    }
    let bent = [
        ("iss", json!("somebody")),
        ("sub", json!(other)),
        ("aud", json!("https://other.example/oauth/token")),
        ("aud", json!([aud, "https://other.example"])),
        ("aud", json!([])),
        ("aud", json!(format!("{aud}/"))),
        ("aud", json!(aud.replace("/oauth/token", "/api/v1"))),
        ("exp", json!((now + 60).to_string())),
        ("exp", json!(now as f64 + 60.5)),
        ("exp", json!(now - 7)),
        ("exp", json!(now + 3_600)),
        ("exp", json!(u64::MAX)),
        ("nbf", json!(now + 60)),
        ("nbf", json!("soon")),
        ("iat", json!(now + 60)),
        ("jti", json!("")),
        ("jti", json!("x".repeat(201))),
        ("jti", json!(7)),
    ];
    for (member, value) in bent {
        cases.push(case(
            format!("{member} {value}"),
            signer.token(head, &with(claims, member, value)),
        ));
    }
    cases
}

on_both! {
    async fn forged_and_bent_assertions_are_refused(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let other = world.client(&["plans:read"]).await;
        let theirs = Signer::fresh();
        let put = async |client: &str, key: Value| {
            lead.put(&format!("/api-clients/{client}/keys"), 1, &json!({"keys": [key]})).await.expect(200);
        };
        put(&other.id, theirs.jwk("theirs")).await;
        let mut tried = 0;
        for (alg, signer) in [("EdDSA", Signer::fresh()), ("ES256", Signer::ec())] {
            // Failures are slowed down by client, so that each case has a client of its own.
            let passes = async |name: &str| {
                let client = world.client(&["plans:read"]).await;
                put(&client.id, signer.jwk("own")).await;
                let Right { head, claims } = assertion(&world, &client.id, alg, "own");
                let good = signer.token(&head, &claims);
                let answer = assert_with(&world, &good).await;
                assert_eq!(answer.status, 200, "the right one {name}: {}", answer.text);
                let again = assert_with(&world, &good).await;
                assert_eq!(again.status, 401, "the same one again: {}", again.text);
                let issuer = with(&with(&claims, "aud", json!(world.base())), "jti", json!("next"));
                assert_eq!(assert_with(&world, &signer.token(&head, &issuer)).await.status, 200);
                let list = with(&with(&claims, "aud", json!([world.base()])), "jti", json!("third"));
                assert_eq!(assert_with(&world, &signer.token(&head, &list)).await.status, 200);
            };
            passes("before").await;
            let client = world.client(&["plans:read"]).await;
            put(&client.id, signer.jwk("own")).await;
            for (name, bent) in assertions(&assertion(&world, &client.id, alg, "own"), &signer, &theirs, &other.id) {
                forget_failures(&world).await;
                let answer = assert_with(&world, &bent).await;
                assert_eq!(answer.status, 401, "{alg}, {name}: {}", answer.text);
                assert_eq!(answer.json()["error"], "invalid_client", "{alg}, {name}");
                tried += 1;
            }
            passes("after").await;
        }
        assert!(tried >= 80, "only {tried} were tried");
    }
}

async fn forget_failures(world: &World) {
    world
        .app
        .db
        .unit(backend::db::Who::console("test"), |unit| {
            Box::pin(async move {
                use sea_orm::EntityTrait;
                unit.changes_nothing();
                entities::throttle::Entity::delete_many()
                    .exec(unit.txn)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}
