package dev.tenon.formats.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the bytes of one file into its part, and goes on where an earlier attempt stopped. */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

  /** How long one piece may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Download file;
  private final PartFile part;
  private final DownloadProgress progress;

  Transfer(Download file, PartFile part, DownloadProgress progress) {
    this.file = file;
    this.part = part;
    this.progress = progress;
  }

  /** Made when it is first wanted. */
  private static final class Client {
    static final EnvironmentProxy PROXY = EnvironmentProxy.standard();
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(PROXY)
            .connectTimeout(PATIENCE)
            .build();
  }

  /**
   * Fetches what is missing.
   *
   * @return whether bytes of an earlier attempt were kept
   * @throws RefusedException if the server will not give the file
   * @throws DownloadException if it is no use to try again
   * @throws IOException if the connection fails; what came until then stays in the part
   */
  boolean run() throws IOException {
    long there = part.size();
    String version = there == 0 ? null : part.version(file.origin());
    if (there > 0 && version == null && file.hash() == null) {
      // Nothing would show that the rest is of another version.
      part.delete();
      there = 0;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(file.origin())
            .timeout(PATIENCE)
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "tenon");
    String authorization = authorization();
    if (authorization != null) {
      request.header("Proxy-Authorization", authorization);
    }
    if (there > 0) {
      request.header("Range", "bytes=" + there + "-");
      if (version != null) {
        request.header("If-Range", version);
      }
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = response.body()) {
      Matcher range =
          CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
      boolean ranged = range.matches();
      switch (response.statusCode()) {
        case OK -> {
          part.start(file.origin(), version(response.headers()));
          copy(body, 0, response.headers().firstValueAsLong("Content-Length").orElse(-1));
          return false;
        }
        case PARTIAL -> {
          if (!ranged || !String.valueOf(there).equals(range.group(1))) {
            part.delete();
            throw new IOException("the server sent another piece than was asked for");
          }
          copy(body, there, Long.parseLong(range.group(2)));
          return true;
        }
        case RANGE_NOT_SATISFIABLE -> {
          if (ranged && file.hash() != null && there == Long.parseLong(range.group(2))) {
            return true;
          }
          part.delete();
          throw new IOException("the part that is there fits no version that the server has");
        }
        default -> throw new RefusedException(response.statusCode());
      }
    }
  }

  private @Nullable String authorization() throws DownloadException {
    try {
      return Client.PROXY.authorization(file.origin());
    } catch (IllegalArgumentException e) {
      throw new DownloadException(
          file.name() + ": cannot be fetched from " + file.origin() + ": " + e.getMessage(), e);
    }
  }

  private static HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return Client.SHARED.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /** Returns a name that is the same for the same bytes only: weak tags are not such. */
  private static @Nullable String version(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("Last-Modified"))
        .orElse(null);
  }

  private void copy(InputStream body, long from, long total) throws IOException {
    long done = from;
    progress.update(file, done, total);
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = opened();
        Watchdog watchdog = new Watchdog(body, PATIENCE)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        watchdog.seen();
        write(out, buffer, n);
        done += n;
        progress.update(file, done, total);
      }
    }
    if (total >= 0 && done != total) {
      throw new IOException("the connection ended after " + done + " of " + total + " bytes");
    }
    if (total < 0) {
      // Now it is known how long it is: who draws a bar learns that it has ended.
      progress.update(file, done, done);
    }
  }

  private OutputStream opened() throws DownloadException {
    try {
      return part.append();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private void write(OutputStream out, byte[] buffer, int length) throws DownloadException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /** A disk that is full stays full: no attempt fares better. */
  private DownloadException notWritten(IOException cause) {
    return new DownloadException(
        file.name()
            + ": cannot be written to "
            + part.path()
            + " ("
            + cause.getMessage()
            + "): make room, or let KERAS_HOME name a folder on another disk; the next call goes on"
            + " where this one stopped",
        cause);
  }

  /** The server answered, and will not give the file. */
  static final class RefusedException extends IOException {
    private final int status;

    RefusedException(int status) {
      super("the server answered with status " + status);
      this.status = status;
    }

    /** Returns whether a later attempt may fare better. */
    boolean passing() {
      return status >= 500 || status == 429 || status == 408;
    }
  }

  /**
   * Closes a stream that gives nothing for too long, so that its reader fails instead of waiting.
   *
   * <p>The JDK's client limits the time to the first byte only.
   */
  private static final class Watchdog implements AutoCloseable {
    private final InputStream stream;
    private final long patience;
    private final Thread thread;
    private volatile long seen = System.nanoTime();

    Watchdog(InputStream stream, Duration patience) {
      this.stream = stream;
      this.patience = patience.toNanos();
      thread = new Thread(this::watch, "tenon-download-watchdog");
      thread.setDaemon(true);
      thread.start();
    }

    /** Says that something came. */
    void seen() {
      seen = System.nanoTime();
    }

    private void watch() {
      try {
        for (long left = patience; left > 0; left = patience - (System.nanoTime() - seen)) {
          Thread.sleep(left / 1_000_000 + 1);
        }
        stream.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // The reader meets the same failure.
        return;
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
