package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The project in {@code samples/consumer}, built by Maven against this build's artifacts, and run.
 *
 * <p>The artifacts lie in a repository of the test's own, in which everything else is a link into
 * the repository of this build; so nothing is installed for good and nothing is fetched. Jars are
 * there from Maven's phase package on: {@code mvn test} alone skips this test.
 */
final class ConsumerProjectTest {
  /** Folders of the modules that a consumer gets, and the parent's. */
  private static final List<String> MODULES =
      List.of(
          "tensor",
          "keras",
          "ir",
          "formats",
          "layers",
          "importers/keras",
          "importers/onnx",
          "lifting",
          "exporters/keras",
          "exporters/onnx",
          "runtime/api",
          "runtime/tensorflow",
          "runtime/onnxruntime",
          "training",
          "inspect",
          "zoo",
          "all",
          "platforms/linux-x86_64");

  private static final Path JARS = Checkout.file("tests/src/test/resources/jars-of-tenon.txt");
  private static final Path WORK = Checkout.file("tests/target/consumer");
  private static final Path REPOSITORY = WORK.resolve("repository");

  @BeforeAll
  static void fillRepository() throws IOException {
    String outer = System.getProperty("tenon.maven.repository");
    assumeTrue(outer != null, "runs in Maven's build only");
    clear();
    Files.createDirectories(REPOSITORY);
    link(Path.of(outer), REPOSITORY, "dev");
    Path group = REPOSITORY.resolve("dev");
    Files.createDirectories(group);
    link(Path.of(outer, "dev"), group, "tenon");
    pom("tenon-parent", Checkout.file("pom.xml"));
    pom("tenon-bom", Checkout.file("bom/pom.xml"));
    pom("tenon-platforms", Checkout.file("platforms/pom.xml"));
    Path first = jar(MODULES.get(0));
    assumeTrue(Files.exists(first), "needs the jars of mvn package: " + first);
    for (String module : MODULES) {
      Path jar = jar(module);
      pom(artifact(module), Checkout.file(module).resolve("pom.xml"));
      Files.copy(jar, folder(artifact(module)).resolve(jar.getFileName()));
    }
  }

  private static String artifact(String module) {
    return module.equals("all")
        ? "tenon"
        : "tenon-" + module.replace("platforms/", "").replace('/', '-');
  }

  private static Path jar(String module) {
    return Checkout.file(module).resolve("target/" + artifact(module) + "-" + version() + ".jar");
  }

  /** Deletes what an earlier run left; links go, what they lead to stays. */
  private static void clear() throws IOException {
    if (!Files.exists(WORK)) {
      return;
    }
    try (Stream<Path> files = Files.walk(WORK)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String version() {
    return System.getProperty("tenon.version");
  }

  private static Path folder(String artifact) {
    return REPOSITORY.resolve("dev/tenon").resolve(artifact).resolve(version());
  }

  private static void pom(String artifact, Path pom) throws IOException {
    Files.createDirectories(folder(artifact));
    Files.copy(
        pom,
        folder(artifact).resolve(artifact + "-" + version() + ".pom"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void link(Path from, Path to, String except) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
        }
      }
    }
  }

  /** Builds the sample; returns its class path, which is that of the README's dependencies. */
  private static String build(Path project) throws Exception {
    copy(Checkout.file("samples/consumer"), project);
    String libraries = built(project, "compile", "dependency:build-classpath");
    return project.resolve("target/classes") + ":" + libraries;
  }

  @Test
  void readsADigit() throws Exception {
    Path project = WORK.resolve("project");
    String classPath = build(project);
    List<String> lines = Files.readAllLines(project.resolve("src/main/java/ReadDigit.java"));
    assertThat(lines).as("the README says fifteen lines").hasSize(15);
    assertThat(classPath).as("ONNX files need it").contains("protobuf-java-3.25.8.jar");
    assertThat(classPath)
        .as("jHDF's own versions have known vulnerabilities")
        .contains("at/yawk/lz4")
        .doesNotContain("org/lz4", "commons-lang3-3.17");
    Processes.Result run =
        Processes.java(
            List.of(),
            classPath,
            "ReadDigit",
            "samples/models/mnist_cnn.h5",
            "samples/images/digit_7.png");
    assertThat(run.errWithoutTensorFlow()).isEmpty();
    assertThat(run.out().trim()).isEqualTo("This is a 7");
    assertThat(run.code()).isZero();
  }

  /** The README's training, where no native HDF5 exists, as on ARM. */
  @Test
  void trainsAndSavesAsKerasFiles() throws Exception {
    Path project = WORK.resolve("training");
    String all = build(project);
    assertThat(all).contains("hdf5-1.14.3-1.5.10-linux-x86_64.jar");
    String classPath =
        Arrays.stream(all.split(":"))
            .filter(entry -> !entry.contains("hdf5-1.14.3-1.5.10-"))
            .collect(Collectors.joining(":"));
    Path program = Files.writeString(project.resolve("TrainAndSave.java"), TRAINING);
    Processes.Result run =
        Processes.java(List.of(), classPath, program.toString(), project.toString());
    // The one thing to know of the .h5 is logged, which Java's own logger prints.
    assertThat(
            run.errWithoutTensorFlow()
                .lines()
                .filter(line -> !line.contains("dev.tenon.Model written")))
        .allMatch(line -> line.startsWith("WARNING: digits.h5: Keras 3 does not take"));
    assertThat(run.out().lines()).containsExactly("digits.keras true", "digits.h5 true");
    assertThat(run.code()).isZero();
  }

  private static final String TRAINING =
      """
      import static dev.tenon.layers.Layers.*;
      import static dev.tenon.training.FitOptions.fit;
      import dev.tenon.Model;
      import dev.tenon.tensor.Tensor;
      import java.nio.file.Path;

      public class TrainAndSave {
        public static void main(String[] args) throws Exception {
          float[][] x = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}};
          float[][] y = {{0}, {1}, {2}, {3}};
          try (Model model = Model.sequential(
              dense(10).inputShape(3).activation("relu"), dropout(0.2), dense(10).activation("softmax"))) {
            model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
            model.fit(Tensor.of(x), Tensor.of(y), fit().epochs(2).verbose(0));
            for (String name : new String[] {"digits.keras", "digits.h5"}) {
              model.save(Path.of(args[0], name));
              try (Model again = Model.load(Path.of(args[0], name))) {
                System.out.println(name + " " + java.util.Arrays.deepEquals(again.predict(x), model.predict(x)));
              }
            }
          }
        }
      }
      """;

  /** Returns the class path of a project after these goals. */
  private static String built(Path project, String... goals) throws Exception {
    List<String> maven = new ArrayList<>();
    maven.add(Path.of(System.getProperty("tenon.maven.home"), "bin", "mvn").toString());
    maven.addAll(List.of("-o", "-B", "-q", "-Dmaven.repo.local=" + REPOSITORY));
    maven.addAll(List.of(goals));
    maven.add("-Dmdep.outputFile=" + project.resolve("target/classpath.txt"));
    Processes.Result built = Processes.run(project, maven);
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    return Files.readString(project.resolve("target/classpath.txt"));
  }

  /** Every artifact that a user may start from, with nothing else and without the BOM. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenon-linux-x86_64",
        "tenon-training",
        "tenon-inspect",
        "tenon-zoo",
        "tenon-importers-keras",
        "tenon-importers-onnx",
        "tenon-exporters-keras",
        "tenon-exporters-onnx",
        "tenon-runtime-tensorflow",
        "tenon-runtime-onnxruntime"
      })
  void aProjectWithoutTheBomHasProtobufAndNoLogger(String artifact) throws Exception {
    checkProtobufAndLogger(withoutBom(artifact));
  }

  /** Who uses no texts gets no jar for them; a new jar is a decision, which the list shows. */
  @Test
  void tenonBringsTheListedJarsOnly() throws Exception {
    String classPath = withoutBom("tenon");
    checkProtobufAndLogger(classPath);
    List<String> jars =
        Arrays.stream(classPath.trim().split(File.pathSeparator))
            .map(ConsumerProjectTest::coordinates)
            .sorted()
            .toList();
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.write(JARS, jars);
    }
    assertThat(Files.readAllLines(JARS))
        .as("%s lists what dev.tenon:tenon brings; -Dtenon.pages=write writes it", JARS)
        .isEqualTo(jars);
  }

  /** Returns GROUP:ARTIFACT of a jar in the repository, with the classifier where it has one. */
  private static String coordinates(String jar) {
    Path path = REPOSITORY.relativize(Path.of(jar));
    Path versions = path.getParent();
    Path artifact = versions.getParent();
    String start = artifact.getFileName() + "-" + versions.getFileName();
    String classifier = path.getFileName().toString().substring(start.length());
    return artifact.getParent().toString().replace(File.separatorChar, '.')
        + ":"
        + artifact.getFileName()
        + classifier.replaceFirst("\\.jar$", "").replaceFirst("^-", ":");
  }

  private static void checkProtobufAndLogger(String classPath) {
    assertThat(classPath).contains("protobuf-java-3.25.8.jar", "slf4j-api");
    assertThat(classPath).doesNotContain("slf4j-nop", "slf4j-simple", "logback", "log4j");
  }

  /** Returns the class path of a project that depends on one artifact. */
  private static String withoutBom(String artifact) throws Exception {
    Path project = Files.createDirectories(WORK.resolve("without-bom-" + artifact));
    Files.writeString(
        project.resolve("pom.xml"),
        String.format(
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>without-bom</artifactId>
              <version>1</version>
              <dependencies>
                <dependency>
                  <groupId>dev.tenon</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </dependency>
              </dependencies>
            </project>
            """,
            artifact, version()));
    return built(project, "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("target")) {
          Path target = to.resolve(relative.toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        }
      }
    }
  }
}
