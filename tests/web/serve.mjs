// SPDX-License-Identifier: MIT
// Serves a folder as a static host does: content types, gzip, caching, index.html of a folder, and
// 404.html for what is not there.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".ndjson": "application/x-ndjson", ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml",
};

function read(root, url) {
  const file = path.join(root, decodeURIComponent(new URL(url, "http://host").pathname));
  if (file !== root && !file.startsWith(root + path.sep)) return null;
  try {
    const found = fs.statSync(file).isDirectory() ? path.join(file, "index.html") : file;
    return { type: TYPES[path.extname(found)] ?? "application/octet-stream", body: fs.readFileSync(found) };
  } catch {
    return null;
  }
}

/* The server of what is below `root` at `prefix` ("/" or "/name/"), listening at that port of this
 * machine alone. */
export function serve(root, prefix, port) {
  const server = http.createServer((request, response) => {
    const inside = request.url.startsWith(prefix) && read(root, "/" + request.url.slice(prefix.length));
    const { type, body } = inside || read(root, "/404.html") || { type: "text/plain", body: Buffer.from("not found\n") };
    const gzip = type !== "image/png" && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(inside ? 200 : 404, {
      "Content-Type": type, "Cache-Control": "public, max-age=86400", Vary: "Accept-Encoding",
      ...(gzip && { "Content-Encoding": "gzip" }),
    });
    response.end(request.method === "HEAD" ? undefined : gzip ? zlib.gzipSync(body) : body);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
