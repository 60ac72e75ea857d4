"""A headless Chromium, driven through chromedriver (W3C WebDriver, and Chrome's protocol for what
that has no words for). Everything is plain HTTP to a port of this machine."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Home": "\ue011", "End": "\ue010", "Tab": "\ue004",
        "Space": " "}


def missing_tool():
    """The name of a program that is not there, None when all are."""
    for tool in ("chromium", "chromedriver"):
        if shutil.which(tool) is None:
            return tool
    return None


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.base = f"http://127.0.0.1:{self._port_of_driver()}"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                            "--hide-scrollbars", f"--user-data-dir={self.folder}"]}
        answer = self._post("/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.session = f"/session/{answer['sessionId']}"

    def _port_of_driver(self):
        """The port that the driver has taken, which it tells when it listens there."""
        for line in self.driver.stdout:
            told = re.search(r"started successfully on port (\d+)", line)
            if told:
                return told[1]
        raise RuntimeError("chromedriver does not start")

    def _post(self, path, body, method="POST"):
        request = urllib.request.Request(self.base + path, method=method, data=json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from error

    def close(self):
        try:
            self._post(self.session, {}, "DELETE")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def open(self, address):
        self._post(self.session + "/url", {"url": address})

    def run(self, script, *arguments):
        """What a function body returns in the page; promises are waited for."""
        return self._post(self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def tell(self, command, **parameters):
        """A command of Chrome's own protocol."""
        return self._post(self.session + "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def press(self, key):
        strokes = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._post(self.session + "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": strokes}]})

    def click(self, selector):
        """A click of the mouse on the middle of an element."""
        found = self._post(self.session + "/element", {"using": "css selector", "value": selector})
        self._post(f"{self.session}/element/{next(iter(found.values()))}/click", {})

    def swipe(self, start, end):
        point = {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]}
        self.tell("Input.dispatchTouchEvent", **point)
        for step in range(1, 6):
            x = start[0] + (end[0] - start[0]) * step / 5
            y = start[1] + (end[1] - start[1]) * step / 5
            self.tell("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": x, "y": y}])
        self.tell("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def size(self, width, height, scale=1):
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                  mobile=False)

    def media(self, media="", scheme="light"):
        self.tell("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def wait(self, condition, seconds=120):
        """Whether an expression of the page comes true in time, which a busy machine takes, too."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(f"return Boolean({condition})"):
                return True
            time.sleep(0.05)
        return False

    def page_before(self):
        """The address that the back button leads to."""
        history = self.tell("Page.getNavigationHistory")
        return history["entries"][history["currentIndex"] - 1]["url"]

    def console(self):
        """What the page has said since the last time."""
        return [entry["level"] + ": " + entry["message"] for entry in
                self._post(self.session + "/se/log", {"type": "browser"})]

    def requests(self):
        """The addresses asked for since the last time."""
        addresses = []
        for entry in self._post(self.session + "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                addresses.append(message["params"]["request"]["url"])
        return addresses

    def picture(self, path, whole=False):
        """The window as a PNG file, or the whole page."""
        answer = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def print(self, path):
        answer = self.tell("Page.printToPDF", printBackground=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))
