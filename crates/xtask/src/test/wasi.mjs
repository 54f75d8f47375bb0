// Runs one test binary built for wasm32-wasip1: node wasi.mjs BINARY [ARGUMENT…]
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [binary, ...rest] = process.argv.slice(2);
const wasi = new WASI({
  version: "preview1",
  args: [binary, ...rest],
  env: process.env,
  // Tests read their fixtures by absolute path, or by one relative to their crate.
  preopens: { "/": "/", ".": process.cwd() },
  returnOnExit: true,
});
const module = await WebAssembly.compile(await readFile(binary));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
