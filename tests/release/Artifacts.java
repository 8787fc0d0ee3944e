import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Checks what a public repository asks of artifacts, and what Tenon promises of them. */
public final class Artifacts {
  private static final List<String> OWN = List.of("name", "description");
  private static final List<String> INHERITED = List.of("url", "licenses", "developers", "scm");
  private static final List<String> PRIVATE =
      List.of("tenon-samples", "tenon-tests", "tenon-benchmarks", "tenon-distribution");
  private static final List<String> PLATFORMS =
      List.of(
          "linux-x86_64", "linux-x86_64-gpu", "linux-arm64", "macosx-arm64", "windows-x86_64");

  private final Path group;
  private final String version;
  private final List<String> faults = new ArrayList<>();

  private Artifacts(Path group, String version) {
    this.group = group;
    this.version = version;
  }

  public static void main(String[] arguments) throws Exception {
    Artifacts artifacts = new Artifacts(Path.of(arguments[0], "dev/tenon"), arguments[1]);
    int count = artifacts.check();
    artifacts.faults.forEach(System.err::println);
    if (!artifacts.faults.isEmpty()) {
      System.exit(1);
    }
    System.out.println(count + " artifacts have all that a public repository asks for");
  }

  private int check() throws Exception {
    Set<String> parent = elements("tenon-parent").names;
    List<String> names;
    try (Stream<Path> folders = Files.list(group)) {
      names = folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
    for (String name : names) {
      Pom pom = elements(name);
      require(pom.names.containsAll(OWN), name + ": the pom needs all of " + OWN);
      Set<String> all = new HashSet<>(pom.names);
      // Whoever has a parent has this one in the end.
      all.addAll(pom.names.contains("parent") ? parent : Set.of());
      require(all.containsAll(INHERITED), name + ": the pom or its parent needs all of " + INHERITED);
      if (pom.packaging.equals("jar")) {
        jars(name);
      }
      require(!PRIVATE.contains(name), name + ": is published and should not be");
    }
    PLATFORMS.forEach(
        platform -> require(names.contains("tenon-" + platform), "no artifact for " + platform));
    return names.size();
  }

  private void jars(String name) throws IOException {
    for (String kind : List.of("-sources.jar", "-javadoc.jar")) {
      require(Files.exists(file(name, kind)), name + ": no file " + file(name, kind).getFileName());
    }
    try (JarFile jar = new JarFile(file(name, ".jar").toFile())) {
      String found = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
      require(version.equals(found), name + ": its manifest has the version " + found);
      for (String entry : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
        require(jar.getEntry(entry) != null, name + ": no " + entry + " in its jar");
      }
    }
    require(
        Files.exists(file(name, "-cyclonedx.json")),
        name + ": no bill of materials (cyclonedx.json)");
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private Path file(String name, String end) {
    return group.resolve(name).resolve(version).resolve(name + "-" + version + end);
  }

  private record Pom(Set<String> names, String packaging) {}

  private Pom elements(String name) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file(name, ".pom").toFile())
            .getDocumentElement();
    Set<String> names = new HashSet<>();
    String packaging = "jar";
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      names.add(node.getNodeName());
      if (node.getNodeName().equals("packaging")) {
        packaging = node.getTextContent();
      }
    }
    return new Pom(names, packaging);
  }
}
