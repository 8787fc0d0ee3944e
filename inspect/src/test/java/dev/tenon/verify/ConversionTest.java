package dev.tenon.verify;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A written file against the model that it was written from. */
final class ConversionTest {
  @TempDir private Path folder;

  @Test
  void anOutputThatIsMissingIsNotEqual() throws IOException {
    KerasTensor x = Layers.input("x", 3);
    KerasTensor first = x.then(dense(2).name("first"));
    KerasTensor second = x.then(dense(2).name("second"));
    try (Model both = Model.of(List.of(x), List.of(first, second));
        Model one = Model.of(List.of(x), List.of(first))) {
      for (String name : List.of("file.onnx", "file.savedmodel", "file.pb")) {
        Path file = folder.resolve(name);
        both.save(file);
        assertThat(Conversion.compare(both, file).good()).as(name).isTrue();
        assertThat(Conversion.compare(both, file).weak()).as(name).isFalse();
        Path less = folder.resolve("less." + name);
        one.save(less);
        Conversion.Outcome outcome = Conversion.compare(both, less);
        assertThat(outcome.good()).as(name).isFalse();
        assertThat(outcome.lines()).hasSize(2);
      }
    }
  }
}
