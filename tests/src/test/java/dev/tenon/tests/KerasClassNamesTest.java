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
 * <p>What breaks the rule today stands in {@code frozen/names-of-keras-layers.txt}, which only gets
 * shorter.
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
    Path frozen = root.resolve("tests/src/test/resources/frozen/names-of-keras-layers.txt");
    assertThat(found).containsExactlyInAnyOrderElementsOf(Files.readAllLines(frozen));
  }
}
