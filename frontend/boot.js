// Paints what this device remembers of the page's frame, asks the server what the application will ask it first, and
// starts the application, or says on the waiting page what went wrong. The application takes the waiting page away.
// The names in double braces are filled in by the build, because they change with the files' content.

// The application takes these answers over; see the client's transport.
const ask = (address) => {
  const answer = fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
  // The application asks again where this failed, and says so.
  answer.catch(() => {});
  return answer;
};
globalThis.throughlineAsked = Object.fromEntries(["/api/v1/session", "/api/v1/service"].map((address) => [address, ask(address)]));

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

// What the application wrote when it last showed its frame: see `memory.rs`.
function remembered() {
  try {
    return JSON.parse(localStorage.getItem("throughline.frame") ?? "null");
  } catch {
    return null;
  }
}

// The navigation, in the application's own markup, so that nothing moves when it takes over.
function rail(sections) {
  const list = element("ul", "tl-rail__list");
  for (const [label, href] of sections) {
    const link = element("a", "tl-rail__link", label);
    link.href = href;
    if (href === location.pathname) link.setAttribute("aria-current", "true");
    list.append(element("li", "tl-rail__item", link));
  }
  const toggle = element("button", "tl-rail__toggle", "Menu");
  toggle.type = "button";
  toggle.setAttribute("aria-expanded", "false");
  const nav = element("nav", "tl-rail", toggle, list);
  nav.setAttribute("aria-label", "Sections");
  return nav;
}

function paint({ organisation, strip, sections }) {
  const boot = document.getElementById("boot");
  const header = boot?.querySelector(".tl-header");
  const frame = document.getElementById("boot-frame");
  if (!header || !frame) return;
  if (organisation) header.firstElementChild.append(element("span", "tl-header__organisation", organisation));
  if (strip) {
    const [strong, words] = strip;
    const inner = element("div", "tl-strip__inner", element("strong", "", strong), words);
    const aside = element("aside", "tl-strip", inner);
    aside.setAttribute("aria-label", "About this copy of the service");
    header.after(aside);
  }
  if (!sections?.length) return;
  // Room for the search, and for the person's corner, whose words the application alone knows.
  header.firstElementChild.append(element("div", "tl-site-search"));
  header.firstElementChild.append(element("div", "tl-header__account tl-header__account--coming", element("span", "", "Your account"), element("span", "", "Sign out")));
  const section = sections.find(([, href]) => href === location.pathname);
  if (section) document.getElementById("boot-title").textContent = section[0];
  // The words are for somebody who does not know the service yet; the rest see the shape of a page.
  const message = document.getElementById("boot-message");
  message.textContent = "";
  const lines = ["tl-skeleton__line", "tl-skeleton__line", "tl-skeleton__line tl-skeleton__line--medium"];
  message.after(element("div", "tl-skeleton", ...lines.map((line) => element("span", line))));
  frame.classList.remove("tl-frame--alone");
  frame.prepend(rail(sections));
}

function failed(error) {
  console.error(error);
  const message = document.getElementById("boot-message");
  if (!message) return;
  document.querySelector("#boot .tl-skeleton")?.remove();
  const supported = typeof WebAssembly === "object";
  message.setAttribute("role", "alert");
  message.textContent = supported
    ? "Throughline could not start. The connection may have dropped, or a new version may have been put in place. Nothing that you sent is lost."
    : "Throughline cannot run in this browser, because it lacks WebAssembly. Use a current version of Edge, Chrome, Firefox or Safari.";
  if (!supported) return;
  const again = element("a", "govuk-link", "Try again");
  again.href = location.href;
  again.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  message.after(element("p", "govuk-body", again));
}

try {
  const frame = remembered();
  if (frame && location.pathname !== "/sign-in") paint(frame);
} catch (error) {
  // What is remembered only makes the wait look better.
  console.warn(error);
}
try {
  const application = await import("{{app_js}}");
  await application.default({ module_or_path: "{{app_wasm}}" });
} catch (error) {
  failed(error);
}
