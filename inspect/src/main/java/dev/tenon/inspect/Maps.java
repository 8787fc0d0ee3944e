package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.internal.figures.ScoreRows;
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

/**
 * Attribution maps, which show the parts of an image that explain a classifier's score: Grad-CAM,
 * saliency, occlusion.
 */
public final class Maps {
  private Maps() {}

  /**
   * Returns Grad-CAM maps of a batch of images: (batch, height, width) of the layer, from 0 to 1.
   *
   * <p>{@code relu(sum over channels of mean(gradient) output) / max}. The gradient is that of the
   * class's logit with respect to the layer's output, averaged over positions.
   *
   * @param model the model
   * @param batch a tensor for each input, by name
   * @param layer the name of a layer with an output of images, in the model's data format; see
   *     {@link #lastImages}
   * @param index the class
   * @throws IllegalArgumentException if the output of the layer is not images, or that of the model
   *     is not class scores
   * @see <a href="https://arxiv.org/abs/1610.02391">Selvaraju et al., 2016: Grad-CAM</a>
   */
  public static Tensor gradCam(Model model, Map<String, Tensor> batch, String layer, int index) {
    return gradCam(model, batch, layer, index, 1);
  }

  /**
   * Returns Grad-CAM maps for or against a class.
   *
   * @param sign 1 for the class, -1 against it
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
   * Returns the last layer with an output of images of more than one pixel, the usual layer of
   * Grad-CAM; null for none.
   *
   * @param structure the steps of the model
   * @param values the outputs of the layers by name, in order
   */
  public static @Nullable String lastImages(Structure structure, Map<String, Tensor> values) {
    return lastImages(structure, values, name -> true);
  }

  /**
   * Returns the last layer with an output of images on which the model's scores depend.
   *
   * @throws dev.tenon.error.UnsupportedModelException if an ONNX file cannot be read as a graph of
   *     operators
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
   * Returns saliency maps: the largest absolute gradient over channels of the class's logit with
   * respect to the input.
   *
   * @param model a model with one input
   * @param batch the input by name
   * @param index the class
   * @return (batch, height, width); for an input without images the absolute gradient in its shape
   * @throws IllegalArgumentException if the model has several inputs or its output is not class
   *     scores
   * @see <a href="https://arxiv.org/abs/1312.6034">Simonyan et al., 2013: saliency maps</a>
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
   * Returns an occlusion map: the decrease of the class's score with a square of the image covered.
   *
   * <p>It needs no gradients and runs on both engines, also for ONNX files.
   *
   * @param model a model with one input
   * @param image one image with the batch axis
   * @param index the class
   * @param side the side of the square in pixels, at least 1
   * @param stride the distance of squares in pixels, at least 1
   * @param fill the value of covered pixels, such as the mean
   * @return (rows, columns) of square positions
   * @throws IllegalArgumentException if the image, side or stride is invalid, or the output is not
   *     class scores
   * @see <a href="https://arxiv.org/abs/1311.2901">Zeiler and Fergus, 2013</a>
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
