package dev.tenon.formats.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file with ranges, and cuts connections, changes the file or answers errors. */
final class FlakyServer implements AutoCloseable {
  volatile byte[] content = bytes(1, 300_000);
  volatile String tag = "\"first\"";

  /** After how many bytes of an answer to cut the connection; larger than the file for never. */
  volatile int cutAfter = Integer.MAX_VALUE;

  /** How many answers to cut. */
  volatile int cuts;

  volatile int status = 200;
  volatile boolean ranges = true;

  /** Whether answers come in pieces, without a length. */
  volatile boolean chunked;

  /** The Range of each request, {@code -} where it has none. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What each request asks for: a whole address where this is the proxy. */
  final List<String> addresses = new CopyOnWriteArrayList<>();

  /** What each request says to a proxy, {@code -} where it says nothing. */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FlakyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private synchronized int takeCut() {
    return cuts-- > 0 ? cutAfter : Integer.MAX_VALUE;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? "-" : range);
    addresses.add(exchange.getRequestURI().toString());
    String authorization = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
    authorizations.add(authorization == null ? "-" : authorization);
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    byte[] bytes = content;
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    int from = 0;
    int answer = 200;
    exchange.getResponseHeaders().add("ETag", tag);
    if (ranges && range != null && (ifRange == null || ifRange.equals(tag))) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      answer = from >= bytes.length ? 416 : 206;
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              answer == 416
                  ? "bytes */" + bytes.length
                  : "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
    }
    if (answer == 416) {
      exchange.sendResponseHeaders(answer, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(answer, chunked ? 0 : bytes.length - from);
    int length = Math.min(takeCut(), bytes.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, length);
      out.flush();
      if (length < bytes.length - from) {
        // Closing a body that is too short makes the server drop the connection.
        throw new IOException("cut");
      }
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
