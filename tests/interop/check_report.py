"""Drives a page of `tenon inspect` in a headless Chromium, without a network: searches a layer, clicks it, looks at what appears.

    apt-get install chromium chromium-driver
    python tests/interop/check_report.py report.html LAYER [picture.png]

Fails where the page takes more than two seconds or 15 MB, prints to the console, or shows no feature maps or histogram for
LAYER. Writes what the window shows to picture.png. Chromium's driver is spoken to over HTTP: no Python package is needed.
"""

import base64
import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

PORT_WAIT = 10  # seconds for the driver to start
LARGEST = 15 << 20
SLOWEST = 2000  # milliseconds from the start of navigation until the page can be used


class Browser:
    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        end = time.time() + PORT_WAIT
        while True:
            try:
                urllib.request.urlopen(self.base + "/status")
                break
            except OSError:
                if time.time() > end:
                    raise
                time.sleep(0.1)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1500,950", "--host-resolver-rules=MAP * ~NOTFOUND"]
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": arguments}, "goog:loggingPrefs": {"browser": "ALL"}}
        self.base += "/session/" + self.post("/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def post(self, path, body):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request))["value"]

    def run(self, script, *args):
        return self.post("/execute/sync", {"script": script, "args": list(args)})

    def element(self, css):
        return next(iter(self.post("/element", {"using": "css selector", "value": css}).values()))

    def picture(self, path):
        with urllib.request.urlopen(self.base + "/screenshot") as answer:
            pathlib.Path(path).write_bytes(base64.b64decode(json.load(answer)["value"]))

    def close(self):
        urllib.request.urlopen(urllib.request.Request(self.base, method="DELETE"))
        self.driver.terminate()
        self.driver.wait()


def check(page, layer, picture):
    size = page.stat().st_size
    assert size <= LARGEST, f"the page has {size} bytes"
    browser = Browser()
    try:
        browser.post("/url", {"url": page.resolve().as_uri()})
        assert browser.run("return document.body.dataset.ready") == "yes", "the page's script did not run to its end"
        ready = browser.run("return window.tenonReady")
        assert ready <= SLOWEST, f"usable after {ready:.0f} ms"
        if picture:
            browser.picture(picture.with_suffix(".start.png"))
        browser.post(f"/element/{browser.element('#search')}/value", {"text": layer})
        shown = browser.run("return [...document.querySelectorAll('#list li')].filter(r => r.style.display !== 'none').map(r => r.title)")
        assert layer in shown, f"searching '{layer}' shows {shown[:5]}"
        number = browser.run("return [...document.querySelectorAll('#list li')].find(r => r.title === arguments[0]).dataset.index", layer)
        row = browser.element(f"#list li[data-index='{number}']")
        browser.post(f"/element/{row}/click", {})
        assert browser.run("return document.querySelector('#detail h2').textContent") == layer
        maps = browser.run("const i = document.querySelector('#detail img.maps'); return i && i.complete && i.naturalWidth")
        assert maps and maps > 1, "no feature maps"
        titles = browser.run("return [...document.querySelectorAll('#detail h3')].map(h => h.textContent)")
        assert {"Feature maps", "Activations", "Weight", "Configuration"} <= set(titles), titles
        assert browser.run("return document.querySelectorAll('#detail svg.histogram rect').length") >= 60, "no histograms"
        # The same box on the canvas: away from it the panel goes back to the model, on it the layer returns.
        x, y = browser.run("return graph.place(+arguments[0])", number)
        click(browser, x, y + 45)
        click(browser, x, y)
        assert browser.run("return document.querySelector('#detail h2').textContent") == layer, "a click on the graph"
        if picture:
            browser.picture(picture)
        console = browser.post("/se/log", {"type": "browser"})
        assert not console, console
        print(f"{page.name}: {size / 1e6:.1f} MB, usable after {ready:.0f} ms, {layer}: {', '.join(titles)}")
    finally:
        browser.close()


def click(browser, x, y):
    move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
    steps = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
    browser.post("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]})


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    check(pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None)
