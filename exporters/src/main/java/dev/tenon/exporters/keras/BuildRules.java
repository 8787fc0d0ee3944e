package dev.tenon.exporters.keras;

import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.TensorType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Keras refuses when it builds a layer on the shape of its input, although each argument is
 * one that the class takes.
 *
 * <p>A weight whose length the input does not fix is refused before: a layer of Tenon cannot be
 * built so either.
 */
final class BuildRules {
  private static final Pattern WINDOWED = Pattern.compile("Cropping|Conv|Pooling");

  private final KerasFormat format;
  private final Findings findings;

  BuildRules(KerasFormat format, Findings findings) {
    this.format = format;
    this.findings = findings;
  }

  /** Notes what a call of a layer breaks; types are those of the values that it reads and gives. */
  void check(String name, Layer<?> layer, List<TensorType> inputs, List<TensorType> outputs) {
    String className = layer.className();
    if (WINDOWED.matcher(className).find()
        && outputs.stream().anyMatch(BuildRules::isEmpty)
        && inputs.stream().noneMatch(BuildRules::isEmpty)) {
      // The one window that tf_keras lets leave nothing.
      boolean taken = className.equals("Cropping3D") && !format.forKeras3();
      if (!taken) {
        String readers = className.equals("Cropping3D") ? "Keras 3" : format.readerTitles();
        findings.refuse(
            className + " that leaves nothing, which " + readers + " does not build", name);
      }
    }
  }

  private static boolean isEmpty(TensorType type) {
    return type.shape().ranked()
        && type.shape().dims().stream().anyMatch(dim -> dim.equals(Dim.of(0)));
  }
}
