"""DeepL, as far as the portal speaks with it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class FakeDeepL:
    """A server on loopback that speaks as much of DeepL's API as the portal uses."""

    def __init__(self):
        self.requests = []
        self.glossaries = {}
        self.status = 200
        self.delay = 0.0
        self.raw = None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                data = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
                fake.requests.append((self.command, self.path, data, self.headers.get("Authorization")))
                time.sleep(fake.delay)
                status, body = fake.respond(self.command, self.path, data)
                payload = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def respond(self, method, path, data):
        if self.status != 200:
            return self.status, {"message": "no"}
        if self.raw is not None:
            return 200, self.raw
        if path == "/v2/translate":
            return 200, {"translations": [{"text": f"[{text}]"} for text in data["text"]]}
        if method == "GET":
            return 200, {"glossaries": [{"glossary_id": key, "name": name} for key, name in self.glossaries.items()]}
        if method == "POST":
            key = f"id-{len(self.glossaries)}"
            self.glossaries[key] = data["name"][0]
            return 201, {"glossary_id": key, "name": data["name"][0]}
        self.glossaries.pop(path.rpartition("/")[2])
        return 204, b""

    def translations(self):
        return [data for method, path, data, _key in self.requests if path == "/v2/translate"]
