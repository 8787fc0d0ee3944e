package dev.tenon.formats.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses proxies as the JDK's properties say, else as the environment does: {@code HTTPS_PROXY},
 * {@code HTTP_PROXY} and {@code NO_PROXY}, which the JDK does not read. As in Python the names in
 * small letters count more.
 */
final class EnvironmentProxy extends ProxySelector {
  private static final int HTTP_PORT = 80;

  private final ProxySelector properties;
  private final UnaryOperator<@Nullable String> environment;

  /**
   * Chooses from an environment.
   *
   * @param properties what is asked first
   */
  EnvironmentProxy(ProxySelector properties, UnaryOperator<@Nullable String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Returns that of this process. */
  static EnvironmentProxy standard() {
    ProxySelector properties = ProxySelector.getDefault();
    return new EnvironmentProxy(
        properties == null ? ProxySelector.of(null) : properties, System::getenv);
  }

  @Override
  public List<Proxy> select(URI address) {
    URI proxy = of(address);
    if (proxy == null) {
      return properties.select(address);
    }
    int port = proxy.getPort() < 0 ? HTTP_PORT : proxy.getPort();
    return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
  }

  /** Returns whether the JDK knows, be it that there is to be none: then nobody else is asked. */
  private boolean isSetByProperties(URI address) {
    if (properties.select(address).stream().anyMatch(each -> each.type() != Proxy.Type.DIRECT)) {
      return true;
    }
    String host = System.getProperty(address.getScheme().toLowerCase(Locale.ROOT) + ".proxyHost");
    return (host != null && !host.isEmpty()) || Boolean.getBoolean("java.net.useSystemProxies");
  }

  /**
   * Returns the proxy that the environment names for an address; null if there is none, or a
   * property counts more.
   *
   * @throws IllegalArgumentException if it is one that cannot be used
   */
  @Nullable URI of(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    if (isSetByProperties(address) || isExcepted(address)) {
      return null;
    }
    String name = scheme + "_proxy";
    String value = variable(name);
    if (value == null) {
      return null;
    }
    URI proxy = parsed(value.contains("://") ? value : "http://" + value);
    // The JDK's client speaks to proxies in plain HTTP only.
    if (proxy == null || proxy.getHost() == null || !"http".equalsIgnoreCase(proxy.getScheme())) {
      // Not with its text: there may be a password in it.
      throw new IllegalArgumentException(
          "the environment variable "
              + name.toUpperCase(Locale.ROOT)
              + " must be the address of an HTTP proxy, such as http://proxy.example.org:3128;"
              + " it is of another kind, or no address");
    }
    return proxy;
  }

  private static @Nullable URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Returns what is to be sent to the proxy for its name and password; null if it has none. */
  @Nullable String authorization(URI address) {
    URI proxy = of(address);
    String user = proxy == null ? null : proxy.getRawUserInfo();
    if (user == null) {
      return null;
    }
    // A plus is a plus here, other than in forms.
    String plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String variable(String name) {
    String small = environment.apply(name);
    String value = small == null ? environment.apply(name.toUpperCase(Locale.ROOT)) : small;
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Returns whether NO_PROXY names the host or a domain that it is in; this machine always is. */
  private boolean isExcepted(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    String exceptions = variable("no_proxy");
    if (exceptions == null) {
      return false;
    }
    for (String each : exceptions.split(",", -1)) {
      String name = each.strip().toLowerCase(Locale.ROOT);
      String domain = name.startsWith(".") ? name.substring(1) : name;
      if (domain.equals("*") || isIn(host, domain) || isIn(host + ":" + port(address), domain)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(String host, String domain) {
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : HTTP_PORT;
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    properties.connectFailed(address, proxy, failure);
  }
}
