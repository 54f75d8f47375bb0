// Unpacks the Chromium of npm's @sparticuz/chromium beside the package and prints where it is, as JSON.
// Its one argument is the directory of the package.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const directory = resolve(process.argv[2]);
const unpacked = join(directory, "unpacked");
mkdirSync(unpacked, { recursive: true });
process.env.TMPDIR = unpacked;
// The package unpacks its shared libraries only where it believes that it runs on the service it was made for.
process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";

const { default: chromium } = await import(pathToFileURL(join(directory, "build/esm/index.js")).href);
chromium.setGraphicsMode = false;
const path = await chromium.executablePath(join(directory, "bin"));
process.stdout.write(JSON.stringify({ path, libraries: join(unpacked, "al2023", "lib") }));
