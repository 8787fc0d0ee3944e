package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.inspect.figures.ScoreRows;
import dev.tenon.ir.graph.Value;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says which places of an image made a classifier's score: Grad-CAM, saliency, occlusion. */
public final class Maps {
  private Maps() {}

  /**
   * Returns Grad-CAM for a batch of images: (batch, height, width) of the layer, from 0 to 1.
   *
   * <p>The score is the class's before a final Softmax or Sigmoid. Its gradient with respect to the
   * layer's output, averaged over the places, weighs the channels; the sum's negative part is cut,
   * and each map is divided by its maximum.
   *
   * @param layer the name of a layer whose output is (batch, places…, channels), in the model's
   *     format; see {@link #lastImages}
   * @param index the class
   * @see <a href="https://arxiv.org/abs/1610.02391">Selvaraju and others: Grad-CAM</a>
   */
  public static Tensor gradCam(Model model, Map<String, Tensor> batch, String layer, int index) {
    return gradCam(model, batch, layer, index, 1);
  }

  /**
   * Returns Grad-CAM of a score.
   *
   * @param sign 1 for what speaks for the class, -1 for what speaks against it
   */
  static Tensor gradCam(Model model, Map<String, Tensor> batch, String layer, int index, int sign) {
    refuseOthers(model);
    try (Gradient gradient = Gradient.ofScores(model, List.of(layer))) {
      Gradient.Result result = gradient.ofClass(batch, index);
      Tensor features = result.sources().values().iterator().next();
      Tensor slopes = result.gradients().values().iterator().next().scale(sign, 0);
      if (features.rank() != 4) {
        throw new IllegalArgumentException(
            "layer '" + layer + "' gives " + features.shapeString() + ", and no images");
      }
      boolean first = channelsFirst(model, layer, features);
      return cam(
          first ? features.transpose(0, 2, 3, 1) : features,
          first ? slopes.transpose(0, 2, 3, 1) : slopes);
    }
  }

  private static Tensor cam(Tensor features, Tensor slopes) {
    int samples = (int) features.dim(0);
    int places = (int) (features.dim(1) * features.dim(2));
    int channels = (int) features.dim(3);
    Tensor.Writer map = new Tensor.Writer(DType.FLOAT32, samples * places);
    for (int s = 0; s < samples; s++) {
      long start = (long) s * places * channels;
      double[] weights = new double[channels];
      for (int i = 0; i < places * channels; i++) {
        weights[i % channels] += slopes.getDouble(start + i) / places;
      }
      double[] sums = new double[places];
      double largest = 0;
      for (int p = 0; p < places; p++) {
        for (int c = 0; c < channels; c++) {
          sums[p] += weights[c] * features.getDouble(start + (long) p * channels + c);
        }
        sums[p] = Math.max(0, sums[p]);
        largest = Math.max(largest, sums[p]);
      }
      for (int p = 0; p < places; p++) {
        map.set(s * places + p, largest == 0 ? 0.0 : sums[p] / largest);
      }
    }
    return map.build(samples, features.dim(1), features.dim(2));
  }

  /**
   * Returns the last layer that gives images of more than one place, where Grad-CAM is usually
   * taken; null where there is none.
   *
   * @param values what the layers give, by name, in order
   */
  public static @Nullable String lastImages(Structure structure, Map<String, Tensor> values) {
    return lastImages(structure, values, name -> true);
  }

  /**
   * Returns the last layer that gives images and on which the model's scores depend: another output
   * of the model may have more of them.
   *
   * @throws dev.tenon.error.UnsupportedModelException for an ONNX file that cannot be read as a
   *     graph of operators
   */
  static @Nullable String lastImagesOfScores(
      Model model, Structure structure, Map<String, Tensor> values) {
    Values all = Values.of(model);
    Set<Value> behind = all.uses().behind(List.of(all.logits(all.graph().outputs().get(0))));
    return lastImages(structure, values, name -> all.names(name, behind));
  }

  private static @Nullable String lastImages(
      Structure structure, Map<String, Tensor> values, Predicate<String> wanted) {
    String last = null;
    Channels channels = Channels.of(structure);
    for (Step step : structure.steps()) {
      for (String name : step.outputs()) {
        Tensor value = values.get(name);
        if (value == null || value.rank() != 4 || !value.dtype().isFloating()) {
          continue;
        }
        boolean first = channels.areFirst(name, value);
        if (value.dim(first ? 2 : 1) > 1 && value.dim(first ? 3 : 2) > 1 && wanted.test(name)) {
          last = name;
        }
      }
    }
    return last;
  }

  /**
   * Returns a saliency map for a batch: the largest absolute gradient over the channels of the
   * class's score before a final Softmax or Sigmoid, with respect to the input.
   *
   * @param index the class
   * @return (batch, height, width), or the absolute gradient in the input's shape where that is no
   *     batch of images
   * @see <a href="https://arxiv.org/abs/1312.6034">Simonyan and others: saliency maps</a>
   */
  public static Tensor saliency(Model model, Map<String, Tensor> batch, int index) {
    String input = image(model).name();
    Tensor slopes;
    refuseOthers(model);
    try (Gradient gradient = Gradient.ofScores(model, List.of(input))) {
      slopes = gradient.ofClass(batch, index).gradients().values().iterator().next();
    }
    if (slopes.rank() != 4) {
      Tensor.Writer map = new Tensor.Writer(DType.FLOAT32, slopes.size());
      for (int i = 0; i < slopes.size(); i++) {
        map.set(i, Math.abs(slopes.getDouble(i)));
      }
      return map.build(slopes.shape());
    }
    Tensor last = channelsFirst(model, input, slopes) ? slopes.transpose(0, 2, 3, 1) : slopes;
    int channels = (int) last.dim(3);
    Tensor.Writer map = new Tensor.Writer(DType.FLOAT32, last.size() / channels);
    for (int i = 0; i < last.size() / channels; i++) {
      double largest = 0;
      for (int c = 0; c < channels; c++) {
        largest = Math.max(largest, Math.abs(last.getDouble((long) i * channels + c)));
      }
      map.set(i, largest);
    }
    return map.build(last.dim(0), last.dim(1), last.dim(2));
  }

  /**
   * Returns how much the class's score falls where a square of one image is covered, square by
   * square: (rows, columns). It needs no gradients and runs on either engine, for ONNX files too.
   *
   * @param image one image with the batch axis
   * @param index the class
   * @param side of the square in pixels
   * @param stride how far apart the squares are
   * @param fill what covers the pixels, such as the mean
   */
  public static Tensor occlusion(
      Model model, Tensor image, int index, int side, int stride, double fill) {
    if (image.rank() != 4 || image.dim(0) != 1 || side < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "occlusion takes one image (1, height, width, channels), side and stride from 1;"
              + " received "
              + image.shapeString()
              + ", "
              + side
              + ", "
              + stride);
    }
    refuseOthers(model);
    String input = image(model).name();
    boolean first = channelsFirst(model, input, image);
    int height = (int) image.dim(first ? 2 : 1);
    int width = (int) image.dim(first ? 3 : 2);
    int rows = (Math.max(0, height - side) / stride) + 1;
    int columns = (Math.max(0, width - side) / stride) + 1;
    double whole = score(model, input, image, index);
    Tensor.Writer map = new Tensor.Writer(DType.FLOAT32, rows * columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        Tensor.Writer covered = new Tensor.Writer(image.dtype(), image.size());
        for (int i = 0; i < image.size(); i++) {
          int place = first ? i % (height * width) : i / (int) image.dim(3);
          int y = place / width - r * stride;
          int x = place % width - c * stride;
          boolean inside = y >= 0 && y < side && x >= 0 && x < side;
          covered.set(i, inside ? fill : image.getDouble(i));
        }
        double score = score(model, input, covered.build(image.shape()), index);
        map.set(r * columns + c, whole - score);
      }
    }
    return map.build(rows, columns);
  }

  private static double score(Model model, String input, Tensor image, int index) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    fed.put(input, image);
    String output = model.outputs().get(0).name();
    return Objects.requireNonNull(model.predict(fed).get(output)).getDouble(index);
  }

  private static boolean channelsFirst(Model model, String name, Tensor value) {
    Structure structure = Structure.of(model);
    boolean input = structure.inputs().contains(name);
    String own = input ? name : Inspector.of(model).resolve(name);
    return Channels.of(structure).areFirst(own, value);
  }

  private static void refuseOthers(Model model) {
    TensorSpec output = model.outputs().get(0);
    if (ScoreRows.classes(output.shape()) <= 0) {
      throw new IllegalArgumentException("output " + output + " is no row of scores for a sample");
    }
  }

  private static TensorSpec image(Model model) {
    if (model.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + model.inputs().size() + " inputs; the maps are for one");
    }
    return model.inputs().get(0);
  }
}
