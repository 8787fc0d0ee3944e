package dev.tenon.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} lists every system property and environment variable that main code
 * and the launcher read, and no other.
 */
final class ConfigurationPageTest {
  private static final Pattern READ =
      Pattern.compile(
          "(?:System\\.getProperty|Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean"
              + "|System\\.getenv|getenv\\(\\)\\s*\\.(?:getOrDefault|get)|environment\\.apply)"
              + "\\(\\s*(\"([^\"]+)\"|[\\w.]+)");

  private static final Pattern IN_SHELL =
      Pattern.compile("\\$\\{?(TENON_\\w+|JAVA_HOME|TF_CPP_MIN_LOG_LEVEL)\\b");

  private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\|", Pattern.MULTILINE);

  private static final List<String> LAUNCHERS =
      List.of("tenon", "cli/src/main/scripts/launch", "distribution/src/main/bin/tenon");

  /** Reads whose names are computed. */
  private static final Map<String, List<String>> COMPUTED =
      Map.of(
          "EnvironmentProxy",
          List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http.proxyHost", "https.proxyHost"),
          "JavaCppSettings",
          List.of("org.bytedeco.javacpp.logger", "org.bytedeco.javacpp.maxPhysicalBytes"));

  @Test
  void pageListsWhatIsRead() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Path file : sources()) {
      addReads(file, read);
    }
    for (String script : LAUNCHERS) {
      IN_SHELL
          .matcher(Files.readString(Checkout.file(script)))
          .results()
          .forEach(match -> read.add(match.group(1)));
    }
    assertThat(read).hasSizeGreaterThan(15);
    assertThat(listed()).isEqualTo(read);
  }

  private static Set<String> listed() throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(Checkout.file("docs/configuration.md")));
    while (rows.find()) {
      for (String name : rows.group(1).split(", ", -1)) {
        names.add(name.replace("`", "").replaceFirst("^-D", ""));
      }
    }
    return names;
  }

  /** Returns the sources of main code; samples, tests and benchmarks are none. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(Checkout.root(), 20)) {
      return all.filter(it -> it.toString().endsWith(".java"))
          .filter(it -> it.toString().contains("/src/main/java/"))
          .filter(it -> !it.startsWith(Checkout.file("samples")))
          .filter(it -> !it.startsWith(Checkout.file("tests")))
          .toList();
    }
  }

  private static void addReads(Path file, Set<String> read) throws IOException {
    String code = Files.readString(file);
    String type = file.getFileName().toString().replace(".java", "");
    Matcher reads = READ.matcher(code);
    while (reads.find()) {
      if (reads.group(2) != null && !reads.group(2).startsWith(".")) {
        read.add(reads.group(2));
      } else {
        List<String> names = COMPUTED.get(type);
        read.addAll(names == null ? List.of(constant(file, code, reads.group(1))) : names);
      }
    }
  }

  /** Returns the value of a constant, of the same class or of another one. */
  private static String constant(Path file, String code, String name) throws IOException {
    int dot = name.lastIndexOf('.');
    String in = code;
    if (dot > 0) {
      String owner = name.substring(0, dot) + ".java";
      in =
          Files.readString(
              sources().stream().filter(it -> it.endsWith(owner)).findFirst().orElseThrow());
    }
    Matcher value =
        Pattern.compile("String " + name.substring(dot + 1) + "\\s*=\\s*\"([^\"]+)\"").matcher(in);
    assertThat(value.find()).as("%s reads %s, whose text is unknown", file, name).isTrue();
    return value.group(1);
  }
}
