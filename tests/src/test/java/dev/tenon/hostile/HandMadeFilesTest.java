package dev.tenon.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Attacks and mix-ups made by hand: each is refused in time, with a sentence that helps. */
final class HandMadeFilesTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String WEIGHTS = "model.weights.h5";

  @TempDir private Path folder;

  private static final Class<MalformedModelException> MALFORMED = MalformedModelException.class;
  private static final Class<UnsupportedModelException> UNSUPPORTED =
      UnsupportedModelException.class;

  @TestFactory
  Stream<DynamicTest> filesThatAreNoModels() {
    String lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
    return Stream.of("model.h5", "model.keras", "model.onnx")
        .flatMap(
            name ->
                Stream.of(
                    refused(name, lfs, UNSUPPORTED, "is a Git LFS pointer", "git lfs pull"),
                    refused(
                        name, "<!DOCTYPE html><p>Sign in", MALFORMED, "is a web page", "raw file"),
                    refused(name, "dear reader,\n", MALFORMED, "is plain text", "'dear reader,'"),
                    refused(name, "", MALFORMED, "the file is empty", "fetch it again"),
                    refused(
                        name,
                        latin("\u0080\u0004\u0095."),
                        UNSUPPORTED,
                        "is a Python pickle",
                        "never reads one"),
                    refused(name, latin("\u0089HDF\n\u001a\n"), MALFORMED, "a transfer as text"),
                    refused(name, new byte[5000], MALFORMED, "no known kind", "00 00")));
  }

  @Test
  void aFolderIsNoModel() throws IOException {
    Path path = Files.createDirectory(folder.resolve("model.keras"));
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(MALFORMED)
        .hasMessageContainingAll("model.keras", "is a folder", "the file inside");
  }

  @Test
  void aMissingFileIsNamed() {
    Path path = folder.resolve("absent.h5");
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.h5");
  }

  @TestFactory
  Stream<DynamicTest> hdf5FilesThatPointElsewhere() {
    return Stream.of(
        h5("external_link.h5", "kernel", "a link into another file ('../../secret.h5')"),
        h5("external_storage.h5", "kernel", "external files"),
        h5("soft_link_to_itself.h5", "kernel", "a soft link"),
        h5("virtual_dataset.h5", "kernel", "virtual dataset"),
        h5("declared_huge.h5", "kernel"));
  }

  @Test
  void aGroupInItselfIsNotWalked() throws IOException {
    try (Model model = Model.load(hostile("group_in_itself.h5"))) {
      assertThat(model.summary()).contains("Total params");
    }
  }

  @TestFactory
  Stream<DynamicTest> kerasArchives() throws IOException {
    byte[] good = Files.readAllBytes(Checkout.file("tests/goldens/layers/core/dense.k3.keras"));
    ZipBytes bomb = ZipBytes.read(good);
    bomb.entry("config.json").content(ZipBytes.DEFLATED, new byte[400 << 20]);
    ZipBytes liar = ZipBytes.read(good);
    liar.entry("config.json").content(ZipBytes.DEFLATED, new byte[64 << 20]);
    liar.entry("config.json").size = 100;
    ZipBytes huge = ZipBytes.read(good);
    huge.entry(WEIGHTS).content(ZipBytes.DEFLATED, huge.content(WEIGHTS));
    huge.entry(WEIGHTS).size = 0xffff_fff0L;
    ZipBytes shared = ZipBytes.read(good);
    shared.entry(WEIGHTS).localOffset = 0;
    ZipBytes escaping = ZipBytes.read(good).add("../../evil.h5", "x");
    ZipBytes absolute = ZipBytes.read(good).add("/etc/cron.d/evil", "x");
    ZipBytes twice = ZipBytes.read(good).add("config.json", "{}");
    ZipBytes folder = new ZipBytes().add("net/config.json", "{}").add("net/metadata.json", "{}");
    ZipBytes wrapped = new ZipBytes().add("net.h5", "x");
    ZipBytes pickled = new ZipBytes().add("model.pkl", "\u0080\u0004");
    return Stream.of(
        archive("a bomb", bomb, "'config.json' declares 419430400 bytes", "an attack"),
        archive("a liar", liar, "'config.json' declares 100 bytes and holds more"),
        archive("a wild size", huge, "'model.weights.h5' declares 4294967280 bytes"),
        archive("shared bytes", shared, "two entries share the bytes"),
        archive("an escaping name", escaping, "'../../evil.h5' points out of the archive"),
        archive("an absolute name", absolute, "'/etc/cron.d/evil' has an absolute path"),
        archive("a name twice", twice, "two entries are named 'config.json'"),
        archive("a folder", folder, "holds a folder with a model ('net/config.json')"),
        archive("a zipped model", wrapped, "unpack it, and load 'net.h5'"),
        archive("pickled objects", pickled, "holds pickled Python objects ('model.pkl')"));
  }

  @TestFactory
  Stream<DynamicTest> vocabularies() throws IOException {
    return Stream.of(
        vocabulary(
            "words for numbers",
            "[UNK]\n4\n9\n1\n2\n3\n5".getBytes(UTF_8),
            "one integer",
            "'[UNK]'"),
        vocabulary("too few tokens", "-1\n4".getBytes(UTF_8), "has 2 tokens", "'vocabulary_size'"),
        vocabulary("another alphabet", latin("-1\n\u00fc"), "is not UTF-8 text"),
        vocabulary("a bomb", new byte[400 << 20], "declares 419430400 bytes", "an attack"),
        vocabulary("nothing", new byte[0], "has 0 tokens"));
  }

  private DynamicTest vocabulary(String title, byte[] content, String... parts) throws IOException {
    String entry = "assets/layers/integer_lookup/vocabulary.txt";
    Path good = Checkout.file("tests/goldens/layers/preprocessing/integer_lookup_adapted.k3.keras");
    ZipBytes zip = ZipBytes.read(Files.readAllBytes(good));
    zip.entry(entry).content(ZipBytes.DEFLATED, content);
    return DynamicTest.dynamicTest(
        title,
        () -> {
          Path path = Files.write(folder.resolve("model.keras"), zip.toByteArray());
          check(path, MALFORMED, "model.keras", parts);
        });
  }

  @Test
  void aVocabularyOutsideOfTheModelIsNotOpened() throws IOException {
    String lookup =
        "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"build_input_shape\":[null,4],"
            + "\"layers\":[{\"class_name\":\"StringLookup\",\"config\":{\"name\":\"words\","
            + "\"vocabulary\":\"/etc/passwd\"}}]}}";
    Path path = Files.writeString(folder.resolve("model.json"), lookup);
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(UNSUPPORTED)
        .hasMessageContainingAll("\"/etc/passwd\"", "never opens", "'words'");
  }

  @Test
  void anAdaptedLayerWithoutItsVocabularyIsRefused() throws IOException {
    Path good = Checkout.file("tests/goldens/layers/preprocessing/integer_lookup_adapted.k3.keras");
    ZipBytes zip = ZipBytes.read(Files.readAllBytes(good));
    zip.entries.removeIf(entry -> entry.name.startsWith("assets/"));
    Path path = Files.write(folder.resolve("model.keras"), zip.toByteArray());
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(UNSUPPORTED)
        .hasMessageContainingAll("IntegerLookup has no vocabulary", "'assets/'");
  }

  @TestFactory
  Stream<DynamicTest> configurations() throws IOException {
    String dense = "{\"class_name\":\"Dense\",\"config\":{\"name\":\"d\",\"units\":%s}}";
    String sequential =
        "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"build_input_shape\":[null,4],"
            + "\"layers\":[%s]}}";
    String lambda =
        "{\"class_name\":\"Lambda\",\"config\":{\"name\":\"evil\",\"function\":{\"class_name\":"
            + "\"__lambda__\",\"config\":{\"code\":\"4wEAAAAAAAAA\"}}}}";
    return Stream.of(
        config("brackets without end", "[".repeat(200_000), MALFORMED, "not valid JSON", "nest"),
        config(
            "layers without end",
            sequential.formatted(
                "{\"class_name\":\"TimeDistributed\",\"config\":{\"layer\":".repeat(230)
                    + dense.formatted(1)
                    + "}}".repeat(230)),
            MALFORMED,
            "nest"),
        config(
            "models without end",
            "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[".repeat(150)
                + dense.formatted(1)
                + "]}}".repeat(150),
            UNSUPPORTED,
            "nest"),
        config(
            "a number of a million digits",
            sequential.formatted(dense.formatted("9".repeat(1_000_000))),
            MALFORMED,
            "not valid JSON"),
        config(
            "more units than there are",
            sequential.formatted(dense.formatted(Long.MAX_VALUE)),
            MALFORMED,
            "'d'"),
        config("less than no units", sequential.formatted(dense.formatted(-3)), MALFORMED, "'d'"),
        config("units of text", sequential.formatted(dense.formatted("\"x\"")), MALFORMED, "'d'"),
        config(
            "units of truth",
            sequential.formatted(dense.formatted("true")),
            MALFORMED,
            "'d'",
            "'units': expected an integer, received true"),
        config(
            "marshalled Python", sequential.formatted(lambda), UNSUPPORTED, "'evil'", "never runs"),
        config(
            "an unknown class",
            sequential.formatted(dense.formatted(1).replace("Dense", "os.system")),
            UNSUPPORTED,
            "os.system"));
  }

  @TestFactory
  Stream<DynamicTest> onnxFiles() throws IOException {
    Path elsewhere = Files.write(folder.resolve("secret.bin"), new byte[64]);
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.createSymbolicLink(models.resolve("link.bin"), elsewhere);
    return Stream.of(
        onnx("up and away", Onnx.external("../secret.bin"), "'../secret.bin'", "it is an attack"),
        onnx("absolute", Onnx.external(elsewhere.toString()), "expected a path inside"),
        onnx("a link out", Onnx.external("link.bin"), "a link out of the model's folder"),
        onnx("missing", Onnx.external("w.bin"), "'w.bin', which is missing", "beside the model"),
        onnx("in a branch", Onnx.inBranch("../secret.bin"), "'../secret.bin'"),
        onnx("in an attribute", Onnx.inAttribute("../secret.bin"), "'../secret.bin'"),
        onnx("a wild shape", Onnx.shaped(1L << 40, 1L << 40), "more elements than can be counted"),
        onnx("a wide shape", Onnx.shaped(1L << 40), "needs 4398046511104 bytes"),
        onnx("a negative shape", Onnx.shaped(-5), "has an axis of length -5"),
        onnx("graphs without end", Onnx.nested(3000), "damaged"),
        onnx("cut short", Arrays.copyOf(Onnx.shaped(2), 40), "damaged"));
  }

  private DynamicTest refused(String name, String text, Class<?> type, String... parts) {
    return refused(name, text.getBytes(StandardCharsets.UTF_8), type, parts);
  }

  private DynamicTest refused(String name, byte[] bytes, Class<?> type, String... parts) {
    return DynamicTest.dynamicTest(
        name + ": " + parts[0],
        () -> {
          Path path = Files.write(folder.resolve(name), bytes);
          check(path, type, name + ": ", parts);
        });
  }

  private static void check(Path path, Class<?> type, String start, String... parts) {
    Throwable thrown =
        Assertions.assertTimeout(
            LONGEST,
            () ->
                org.assertj.core.api.Assertions.catchThrowable(
                    () -> {
                      try (Model model = Model.load(path)) {
                        model.inputs();
                      }
                    }));
    assertThat(thrown)
        .isInstanceOf(type)
        .hasMessageStartingWith(start)
        .hasMessageContainingAll(parts);
    Sentences.check(start, (Exception) thrown);
  }

  private static Path hostile(String name) {
    return Checkout.file("tests/goldens/hostile").resolve(name);
  }

  private static DynamicTest h5(String name, String... parts) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Throwable thrown =
              org.assertj.core.api.Assertions.catchThrowable(() -> Model.load(hostile(name)));
          Class<?> type = thrown instanceof MalformedModelException ? MALFORMED : UNSUPPORTED;
          check(hostile(name), type, name + ": ", parts);
        });
  }

  private DynamicTest archive(String title, ZipBytes zip, String... parts) {
    return DynamicTest.dynamicTest(
        title,
        () -> {
          Path path = Files.write(folder.resolve("model.keras"), zip.toByteArray());
          check(path, MALFORMED, "model.keras: ", parts);
        });
  }

  @Test
  void weightsOfTextAreRefused() {
    check(hostile("weights_of_text.h5"), MALFORMED, "weights_of_text.h5: ", "received strings");
  }

  private DynamicTest config(String title, String json, Class<?> type, String... parts)
      throws IOException {
    byte[] good = Files.readAllBytes(Checkout.file("tests/goldens/layers/core/dense.k3.keras"));
    ZipBytes zip = ZipBytes.read(good);
    zip.entry("config.json").content(ZipBytes.DEFLATED, json.getBytes(StandardCharsets.UTF_8));
    return DynamicTest.dynamicTest(
        title,
        () -> {
          Path path = Files.write(folder.resolve("model.keras"), zip.toByteArray());
          check(path, type, "model.keras", parts);
        });
  }

  private DynamicTest onnx(String title, byte[] bytes, String... parts) {
    return DynamicTest.dynamicTest(
        title,
        () -> {
          Path path = Files.write(folder.resolve("models").resolve("model.onnx"), bytes);
          check(path, MALFORMED, "model.onnx", parts);
        });
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
