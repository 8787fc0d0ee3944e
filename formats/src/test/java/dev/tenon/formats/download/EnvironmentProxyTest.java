package dev.tenon.formats.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.formats.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that the environment names; a process has the environment that a test gives it. */
class EnvironmentProxyTest {
  private static final String FAR = "http://files.tenon.invalid/x/data.npz";

  @TempDir Path folder;

  private static EnvironmentProxy of(Map<String, String> environment) {
    return new EnvironmentProxy(ProxySelector.of(null), environment::get);
  }

  private static String chosen(String address, Map<String, String> environment) {
    Proxy proxy = of(environment).select(URI.create(address)).get(0);
    InetSocketAddress found = (InetSocketAddress) proxy.address();
    return found == null ? "none" : found.getHostString() + ":" + found.getPort();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example.org/, a:1",
    "https://a.example.org/, s:3128",
    "https://example.com/, none",
    "https://www.example.com/, none",
    "https://notexample.com/, s:3128",
    "https://intern.net:8443/, none",
    "https://intern.net/, s:3128",
    "http://localhost:80/, none",
    "http://127.0.0.1:80/, none",
    "http://[::1]:80/, none"
  })
  void theVariablesSayWhichProxyIsAsked(String address, String expected) {
    Map<String, String> environment =
        Map.of(
            "HTTP_PROXY", "http://a:1",
            "HTTPS_PROXY", "http://other:2",
            "https_proxy", "s:3128",
            "NO_PROXY", "somewhere, .example.com,intern.net:8443");
    assertThat(chosen(address, environment)).isEqualTo(expected);
  }

  @Test
  void aProxyWithoutAPortHasTheUsualOneAndAStarExceptsAll() {
    assertThat(chosen(FAR, Map.of("http_proxy", "http://a/"))).isEqualTo("a:80");
    assertThat(chosen(FAR, Map.of("http_proxy", "http://a", "no_proxy", "*"))).isEqualTo("none");
    assertThat(chosen(FAR, Map.of("http_proxy", "", "HTTP_PROXY", "b"))).isEqualTo("none");
  }

  @Test
  void theSelectorOfTheProgramIsAskedFirst() {
    InetSocketAddress mine = InetSocketAddress.createUnresolved("mine", 8);
    EnvironmentProxy proxy =
        new EnvironmentProxy(ProxySelector.of(mine), Map.of("http_proxy", "http://a:1")::get);
    assertThat(proxy.select(URI.create(FAR)).get(0).address()).isEqualTo(mine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://HOST:1", "https://HOST:1", "http://", "HOST:1:2 3"})
  void aProxyOfAnotherKindIsRefusedWithoutItsPassword(String value) {
    EnvironmentProxy proxy = of(Map.of("http_proxy", value.replace("HOST", "u:secret@h")));
    assertThatThrownBy(() -> proxy.of(URI.create(FAR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTP_PROXY")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void aFileComesThroughTheProxyThatTheEnvironmentNames() throws Exception {
    try (FlakyServer proxy = new FlakyServer()) {
      // Nobody but the proxy knows the host.
      String hash = Source.of("data", proxy.content).sha256();
      String named = proxy.url("").replace("http://", "http://me:pass%20word@");
      assertThat(fetch(FAR, hash, Map.of("HTTP_PROXY", named))).isZero();
      assertThat(folder.resolve("data.npz")).hasBinaryContent(proxy.content);
      assertThat(proxy.addresses).containsExactly(FAR);
      // "me:pass word"
      assertThat(proxy.authorizations).containsExactly("Basic bWU6cGFzcyB3b3Jk");
    }
  }

  @Test
  void aPropertyCountsMoreThanTheEnvironment() throws Exception {
    try (FlakyServer proxy = new FlakyServer();
        FlakyServer other = new FlakyServer()) {
      String hash = Source.of("data", proxy.content).sha256();
      int port = URI.create(proxy.url("")).getPort();
      assertThat(
              fetch(
                  FAR,
                  hash,
                  Map.of("http_proxy", other.url("")),
                  "-Dhttp.proxyHost=127.0.0.1",
                  "-Dhttp.proxyPort=" + port))
          .isZero();
      assertThat(proxy.addresses).containsExactly(FAR);
      assertThat(other.addresses).isEmpty();
    }
  }

  @Test
  void anExceptedHostIsAskedItself() throws Exception {
    try (FlakyServer server = new FlakyServer();
        FlakyServer proxy = new FlakyServer()) {
      String hash = Source.of("data", server.content).sha256();
      assertThat(fetch(server.url("data.npz"), hash, Map.of("HTTP_PROXY", proxy.url("")))).isZero();
      assertThat(server.addresses).containsExactly("/data.npz");
      assertThat(server.authorizations).containsExactly("-");
      assertThat(proxy.addresses).isEmpty();
    }
  }

  @Test
  void throughTheProxyATunnelLeadsToASecureServer() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));
      String address = "http://127.0.0.1:" + proxy.getLocalPort();
      int code =
          fetch(FAR.replace("http:", "https:"), "0".repeat(64), Map.of("HTTPS_PROXY", address));
      assertThat(code).isNotZero();
      assertThat(asked.get(10, TimeUnit.SECONDS))
          .startsWith("CONNECT files.tenon.invalid:443 HTTP/1.1");
    }
  }

  /** Answers one request with a refusal, and returns its first line. */
  private static String refuse(ServerSocket proxy) {
    try (Socket socket = proxy.accept();
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      String first = reader.readLine();
      String line = first;
      while (line != null && !line.isEmpty()) {
        line = reader.readLine();
      }
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      // Nobody waits for a second answer.
      proxy.close();
      return String.valueOf(first);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fetches a file in a process of its own, and returns its exit code. */
  private int fetch(
      String address, String hash, Map<String, String> environment, String... properties)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(properties));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FileCacheTest.FetchProcess.class.getName());
    command.addAll(List.of(folder.toString(), address, hash));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(environment);
    // What the failing ones say is expected.
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log.txt").toFile());
    return builder.start().waitFor();
  }
}
