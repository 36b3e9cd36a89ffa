// Builds static/dist/: hashed, compressed, named in manifest.json. Run by `make`, from anywhere.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { sprite } from "./icons.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = (...path) => join(root, ...path);
const vendor = (...path) => from("node_modules", ...path);
const target = ["chrome109", "firefox115", "safari16.4"];
const made = from("static", `.dist-${process.pid}`);
const dist = from("static", "dist");
const manifest = {};

function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const end = extname(name);
  const hashed = `${name.slice(0, -end.length)}.${hash}${end}`;
  const path = join(made, hashed);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  if (end !== ".woff2") {
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }));
  }
  manifest[name] = hashed;
  return hashed;
}

async function script(entry, format = "iife") {
  const lean = from("static", "js", "editor", "lean.js");
  const alias = { "lib0/dom": lean, "lib0/logging": lean };
  const options = { bundle: true, minify: true, format, target, alias, write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [from("static", "js", entry)] });
  return outputFiles[0].text;
}

// Extensions of htmx look for a global of that name: its files are joined, never bundled.
function plain(...path) {
  return readFileSync(vendor(...path), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\n?/, "\n");
}

async function scripts() {
  const htmx = plain("htmx.org", "dist", "htmx.min.js");
  const sse = plain("htmx.org", "dist", "ext", "hx-sse.min.js");
  keep("app.js", `${htmx};\n${sse};\n${await script("app.js")}`);
  for (const name of ["board.js", "drag.js", "writing.js"]) keep(name, await script(name));
  keep("editor.js", await script("editor/index.js", "esm")); // fetched by writing.js where one writes
}

// The address of a font is known once it is hashed: it comes before the sheet that names it.
const fonts = {
  name: "fonts",
  setup({ onResolve }) {
    onResolve({ filter: /\.woff2$/ }, ({ path }) => {
      const hashed = keep(`fonts/${basename(path)}`, readFileSync(vendor(path)));
      return { path: `./${hashed}`, external: true };
    });
  },
};

async function styles() {
  const options = { bundle: true, minify: true, write: false, plugins: [fonts] };
  const { outputFiles, warnings } = await build({
    ...options,
    entryPoints: [from("static", "css", "app.css")],
    target: ["chrome123", "firefox128", "safari17.5"],
  });
  if (warnings.length) throw new Error("The styles have mistakes.");
  keep("app.css", outputFiles[0].text);
}

function install() {
  writeFileSync(join(made, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  rmSync(dist, { recursive: true, force: true });
  renameSync(made, dist);
}

try {
  await Promise.all([scripts(), styles()]);
  keep("icons.svg", sprite(root, vendor("lucide-static", "icons")));
  install();
} finally {
  rmSync(made, { recursive: true, force: true });
}

for (const [name, hashed] of Object.entries(manifest)) {
  const path = join(dist, hashed);
  const sizes = [path, `${path}.gz`].filter((file) => readdirSync(dirname(file)).includes(basename(file)));
  console.log(name, sizes.map((file) => readFileSync(file).length).join(" B, gz "), "B");
}
