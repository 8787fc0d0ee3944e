package dev.tenon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples are those of Pillow and of TensorFlow, bit for bit, in images of all kinds. */
class DecodedImagesTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/images");
  private static final Path FILES = GOLDENS.resolve("files");

  private static final double SINES = 1e-4;

  private static Map<String, Tensor> arrays;
  private static JsonNode notes;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("images.npz"))) {
      arrays = Npz.read(source);
    }
    notes = new ObjectMapper().readTree(GOLDENS.resolve("images.json").toFile());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /** Reads an image as a key says: the library, the file and the channels. */
  private static Tensor found(String key) throws IOException {
    List<String> parts = List.of(key.split("\\|", -1));
    Path file = FILES.resolve(parts.get(1));
    ColorMode mode = ColorMode.valueOf(parts.get(2).toUpperCase(Locale.ROOT));
    return parts.get(0).equals("pillow") ? Images.load(file, mode) : Images.pixels(file, mode);
  }

  private static String difference(Tensor found, Tensor expected) {
    if (!Arrays.equals(found.shape(), expected.shape())) {
      return found.shapeString() + " for " + expected.shapeString();
    }
    double[] a = found.toDoubleArray();
    double[] b = expected.toDoubleArray();
    int count = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return count == 0 ? "" : count + " of " + a.length + " differ, by up to " + largest;
  }

  private static double largest(Tensor found, Tensor expected) {
    double largest = 0;
    for (int i = 0; i < found.size(); i++) {
      largest = Math.max(largest, Math.abs(found.getDouble(i) - expected.getDouble(i)));
    }
    return largest;
  }

  private static void compare(List<String> keys, String kind) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String key : keys) {
      String difference = difference(found(key), arrays.get(key.replace("tensorflow|", kind)));
      if (!difference.isEmpty()) {
        wrong.add(key + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everySampleIsPillows() throws IOException {
    List<String> keys = arrays.keySet().stream().filter(key -> key.startsWith("pillow|")).toList();
    assertThat(keys).hasSizeGreaterThan(190);
    compare(keys, "");
  }

  @Test
  void everySampleIsTensorFlows() throws IOException {
    List<String> own =
        arrays.keySet().stream().filter(key -> key.startsWith("tensorflow|")).toList();
    List<String> equal = texts(notes.get("equal"));
    assertThat(own.size() + equal.size()).isGreaterThan(150);
    compare(own, "tensorflow|");
    compare(equal, "pillow|");
  }

  @Test
  void whatPillowRefusesIsRefused() {
    List<String> refused =
        texts(notes.get("refused")).stream().filter(key -> key.startsWith("pillow|")).toList();
    assertThat(refused).hasSize(4);
    for (String key : refused) {
      assertThatThrownBy(() -> found(key))
          .as(key)
          .isInstanceOfAny(MalformedModelException.class, UnsupportedModelException.class);
    }
  }

  /** What TensorFlow alone refuses, such as gray of a GIF, is made of its colors. */
  @Test
  void whatTensorFlowRefusesIsReadWherePillowReadsIt() throws IOException {
    for (String key : texts(notes.get("refused"))) {
      if (arrays.containsKey(key.replace("tensorflow|", "pillow|"))) {
        assertThat(found(key).shape()[0]).as(key).isPositive();
      }
    }
  }

  /** Others without an end are read by some libraries: here they must only be no crash. */
  @Test
  void jpegsThatEndEarlyAreDamaged() throws IOException {
    JsonNode cut = notes.get("cut");
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : cut.properties()) {
      String name = entry.getKey().substring(0, entry.getKey().indexOf('|'));
      int missing = Integer.parseInt(entry.getKey().substring(name.length() + 1));
      byte[] whole = Files.readAllBytes(FILES.resolve(name));
      Path file = folder.resolve(missing + name);
      Files.write(file, Arrays.copyOf(whole, whole.length - missing));
      int readers = reads(() -> Images.load(file)) + 2 * reads(() -> pixels(file));
      if (name.endsWith(".jpg") && readers != entry.getValue().intValue()) {
        wrong.add(entry.getKey() + ": " + readers);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Tensor pixels(Path file) throws IOException {
    return Images.pixels(file, ColorMode.RGB);
  }

  private interface Reading {
    Tensor read() throws IOException;
  }

  private static int reads(Reading reading) throws IOException {
    try {
      return reading.read().size() > 0 ? 1 : 0;
    } catch (MalformedModelException | UnsupportedModelException e) {
      return 0;
    }
  }

  /** Mutants of JPEGs are read, or refused in words. */
  @Test
  void damagedJpegsAreNoCrash() throws IOException {
    for (String name : List.of("p420.jpg", "progressive_restart.jpg", "apart.jpg", "ycck.jpg")) {
      byte[] whole = Files.readAllBytes(FILES.resolve(name));
      Path file = folder.resolve("mutant-" + name);
      Random random = new Random(3);
      for (int i = 0; i < 300; i++) {
        byte[] mutant = whole.clone();
        for (int k = 0; k <= i % 4; k++) {
          mutant[random.nextInt(i % 2 == 0 ? 700 : mutant.length) % mutant.length] =
              (byte) random.nextInt(256);
        }
        Files.write(file, mutant);
        int readers = reads(() -> Images.load(file)) + reads(() -> pixels(file));
        assertThat(readers).isBetween(0, 2);
      }
    }
  }

  @Test
  void sizesChangeAsInImageDatasetFromDirectory() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> keys = arrays.keySet().stream().filter(key -> key.startsWith("resized|")).toList();
    assertThat(keys).hasSize(44);
    for (String key : keys) {
      List<String> parts = List.of(key.toUpperCase(Locale.ROOT).split("\\|", -1));
      Tensor found =
          Images.resize(
              pixels(FILES.resolve("p420.jpg")),
              Integer.parseInt(parts.get(1)),
              Integer.parseInt(parts.get(2)),
              TensorResize.valueOf(parts.get(3)),
              AspectRatio.valueOf(parts.get(4)));
      Tensor expected = arrays.get(key);
      String difference = difference(found, expected);
      // The weights hold sines, of which C's and Java's differ in the last bit.
      boolean sines = key.contains("lanczos") && largest(found, expected) <= SINES;
      if (!difference.isEmpty() && !sines) {
        wrong.add(key + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
