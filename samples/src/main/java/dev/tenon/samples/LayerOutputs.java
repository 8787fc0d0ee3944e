package dev.tenon.samples;

import dev.tenon.Model;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.inspect.Inspector;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What every layer of a Keras file gives for one image, under the layer's own name. */
public final class LayerOutputs {
  private LayerOutputs() {}

  /** Prints the shape and the largest value of each output; takes no arguments. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(System.getProperty("tenon.root", "."), "samples");
    Tensor digit =
        Images.load(folder.resolve("images/digit_7.png"), ColorMode.GRAYSCALE).expandDims(0);
    try (Model model = Model.load(folder.resolve("models/mnist_cnn.h5"))) {
      Inspector inspector = Inspector.of(model);
      for (Map.Entry<String, Tensor> layer : inspector.values(inspector.named(digit)).entrySet()) {
        Tensor value = layer.getValue();
        System.out.printf(
            "%-24s %-20s begins with %s%n",
            layer.getKey(), Arrays.toString(value.shape()), value.getDouble(0));
      }
      Tensor scores = model.predict(digit);
      System.out.println("the digit is a " + scores.argMax(1).getLong(0));
    }
  }
}
