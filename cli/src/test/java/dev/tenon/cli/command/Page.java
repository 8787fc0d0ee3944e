package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page of the command inspect: what it holds, and what a browser makes of it. */
final class Page {
  private static final long PATIENCE = 60;
  private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "chrome");

  private Page() {}

  /** Returns the figures that the page carries. */
  static JsonNode data(Path page) throws IOException {
    String html = Files.readString(page);
    String text = html.substring(html.indexOf("id=\"data\">") + 10);
    return new ObjectMapper().readTree(text.substring(0, text.indexOf("</script>")));
  }

  /**
   * Opens the page in a Chromium without a window.
   *
   * @return the document after the page's script, null where there is no Chromium
   */
  static @Nullable String opened(Path page, Path folder) throws IOException, InterruptedException {
    Path browser = browser();
    if (browser == null) {
      return null;
    }
    Path dom = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(dom, StandardCharsets.UTF_8);
  }

  private static @Nullable Path browser() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
