package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No string outside of {@code layers} and {@code keras} is the name of a layer of Keras.
 *
 * <p>Strings that are the name of something else stand in {@code names-of-keras-layers.tsv}, each
 * with what it names.
 */
final class KerasClassNamesTest {
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final String SOURCES = "/src/main/java/";

  /** Those that may name layers, and those that name operators of ONNX and TensorFlow. */
  private static final List<String> OTHERS =
      List.of(
          "layers/",
          "keras/",
          "ir/",
          "formats/",
          "tensor/",
          "importers/onnx/",
          "exporters/onnx/",
          "runtime/",
          "lifting/src/main/java/dev/tenon/lifting/functions/");

  @Test
  void onlyLayersAndKerasNameThem() throws IOException {
    Set<String> layers = new HashSet<>();
    for (KerasGeneration generation : KerasGeneration.values()) {
      for (KerasSignature layer : KerasSignatures.of(generation).all(SignatureKind.LAYER)) {
        layers.add(layer.name());
      }
    }
    Set<String> found = new TreeSet<>();
    Path root = Checkout.root();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (name.contains(SOURCES) && OTHERS.stream().noneMatch(name::startsWith)) {
          TEXT.matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .filter(layers::contains)
              .forEach(layer -> found.add(name.substring(name.lastIndexOf('/') + 1) + " " + layer));
        }
      }
    }
    List<String> excepted =
        Files.readAllLines(root.resolve("tests/src/test/resources/names-of-keras-layers.tsv"));
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            excepted.stream().map(line -> line.substring(0, line.indexOf('\t'))).toList());
  }
}
