package dev.tenon.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tenon.cli.Main;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.internal.console.DownloadLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal shows while a file comes from a server of this process. */
final class DownloadLineTest {
  private static final String ERASE = "\r\u001b[K";
  private static final int LENGTH = 2_000_000;

  @TempDir private Path folder;
  private final StringWriter shown = new StringWriter();

  @BeforeEach
  void pretendATerminal() {
    System.setProperty("tenon.terminal", "true");
  }

  @AfterEach
  void end() {
    System.clearProperty("tenon.terminal");
  }

  /**
   * Fetches a file and returns what was drawn.
   *
   * @param announced what the server says of its length; 0 for nothing
   */
  private String fetch(long announced) throws IOException {
    byte[] bytes = new byte[LENGTH];
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, announced);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/net.h5");
      Path path =
          FileCache.in(folder)
              .progress(new DownloadLine(new PrintWriter(shown)))
              .fetch(new Download("net.h5", address, null));
      assertThat(path).hasBinaryContent(bytes);
    } finally {
      server.stop(0);
    }
    return shown.toString();
  }

  @Test
  void aBarGrowsAndGoes() throws IOException {
    assertThat(fetch(LENGTH))
        .startsWith(ERASE + "downloading (%) 0/100 ")
        .contains("/100 ━━━")
        .contains(" net.h5")
        .endsWith(ERASE)
        .doesNotContain("100/100");
  }

  @Test
  void ofAFileOfUnknownLengthTheBytesAreShownAndTheLineEnds() throws IOException {
    assertThat(fetch(0))
        .startsWith(ERASE + "downloading 0.0 MB net.h5")
        .contains("downloading 1.")
        .doesNotContain("/100")
        .endsWith(ERASE);
  }

  @Test
  void anEmptyFileIsNoDivisionByZero() {
    DownloadLine bar = new DownloadLine(new PrintWriter(shown));
    bar.update(new Download("net.h5", URI.create("http://h/net.h5"), null), 0, 0);
    assertThat(shown.toString()).isEqualTo(ERASE);
  }

  @Test
  void anErrorStandsOnALineOfItsOwn() {
    StringWriter err = new StringWriter();
    Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "summary", "none.keras");
    assertThat(err.toString()).startsWith(ERASE).contains("tenon:", " no file");
  }

  @Test
  void withoutATerminalNothingIsDrawn() throws IOException {
    System.clearProperty("tenon.terminal");
    assertThat(fetch(0)).isEmpty();
  }
}
