package dev.tenon.formats.onnx.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Windows that move over an image: convolutions, pools, patches. */
final class WindowRules {
  private static final long MOST = OperatorUse.MOST;
  private static final long MOST_CELLS = 1 << 14;

  /** Cells of MaxRoiPool, each of which is computed by operators of its own on TensorFlow. */
  private static final long MOST_POOLED = 1 << 12;

  /** Engines multiply steps by lengths and bytes in 32 bits. */
  private static final long MOST_STEP = 1 << 20;

  private static final long MOST_LENGTH = 1 << 24;

  /** Samples that RoiAlign takes of one region; a usual model takes 196. */
  private static final long MOST_SAMPLES = 1 << 20;

  private WindowRules() {}

  static void register(Map<String, Consumer<OperatorUse>> rules) {
    for (String operator :
        List.of(
            "Conv",
            "ConvInteger",
            "ConvTranspose",
            "DeformConv",
            "QLinearConv",
            "FusedConv",
            "NhwcConv")) {
      rules.put(operator, WindowRules::convolution);
    }
    for (String operator : List.of("AveragePool", "MaxPool", "LpPool", "MaxUnpool")) {
      rules.put(operator, WindowRules::pool);
    }
    for (String operator : List.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")) {
      rules.put(operator, use -> use.rank(0, 2, (int) OperatorUse.MOST_AXES));
    }
    rules.put("Col2Im", WindowRules::patches);
    rules.put(
        "LRN",
        use -> {
          use.between("size", 1, MOST);
          use.rank(0, 3, (int) OperatorUse.MOST_AXES);
        });
    rules.put("MaxRoiPool", WindowRules::regions);
    rules.put("RoiAlign", WindowRules::samples);
  }

  private static void samples(OperatorUse use) {
    use.rank(0, 4, 4);
    use.rank(1, 2, 2);
    use.rank(2, 1, 1);
    use.between("sampling_ratio", 0, MOST_CELLS);
    Long ratio = use.integer("sampling_ratio");
    double samples = 1;
    for (String name : List.of("output_height", "output_width")) {
      use.between(name, 1, MOST_CELLS);
      Long cells = use.integer(name);
      samples *=
          (cells == null ? 1.0 : (double) cells) * (ratio == null ? 1.0 : Math.max(1, ratio));
    }
    if (samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "takes more than " + MOST_SAMPLES + " samples of each region");
    }
  }

  private static void regions(OperatorUse use) {
    use.allBetween("pooled_shape", 1, MOST_CELLS);
    given(use, "pooled_shape");
    List<Long> pooled = use.integers("pooled_shape");
    double cells = 1;
    for (long length : pooled == null ? List.<Long>of() : pooled) {
      cells *= length;
    }
    if (cells > MOST_POOLED) {
      throw new IllegalArgumentException("pools to more than " + MOST_POOLED + " cells");
    }
    lengths(use, "pooled_shape", 2);
    use.rank(0, 4, 4);
    use.rank(1, 2, 2);
  }

  private static void convolution(OperatorUse use) {
    window(use);
    if (use.node().getOpType().equals("DeformConv")) {
      given(use, "kernel_shape");
    }
    boolean integer = use.node().getOpType().equals("ConvInteger");
    int kernel = use.node().getOpType().equals("QLinearConv") ? 3 : 1;
    use.rank(0, 3, (int) OperatorUse.MOST_AXES);
    use.rank(kernel, 3, (int) OperatorUse.MOST_AXES);
    long[] image = use.shape(0);
    long[] filter = use.shape(kernel);
    if (image != null && filter != null && image.length != filter.length) {
      throw new IllegalArgumentException(
          "its image has " + image.length + " axes and its kernel " + filter.length);
    }
    if (integer) {
      use.single(2, "x_zero_point");
    }
    if (use.node().getOpType().equals("ConvTranspose") && image != null) {
      spatial("image", image);
      if (filter != null) {
        channels(image, filter);
      }
    }
    if (filter != null) {
      spatial("kernel", filter);
      lengths(use, "kernel_shape", filter.length - 2);
      lengths(use, "strides", filter.length - 2);
    }
  }

  /** Demands places along all axes but those of batch and channels. */
  private static void spatial(String operand, long[] shape) {
    for (int i = 2; i < shape.length; i++) {
      if (shape[i] == 0) {
        throw new IllegalArgumentException(
            "its " + operand + " is of the shape " + Arrays.toString(shape) + ", without elements");
      }
    }
  }

  /** TensorFlow's gradient of a convolution does not compare them. */
  private static void channels(long[] image, long[] filter) {
    if (image[1] >= 0 && filter[0] >= 0 && image[1] != filter[0]) {
      throw new IllegalArgumentException(
          "its image has " + image[1] + " channels; its kernel takes " + filter[0]);
    }
  }

  private static void pool(OperatorUse use) {
    window(use);
    use.between("p", 1, MOST);
    List<Long> kernel = use.integers("kernel_shape");
    if (kernel != null && kernel.isEmpty()) {
      throw new IllegalArgumentException("kernel_shape has no lengths");
    }
    if (kernel != null) {
      use.rank(0, kernel.size() + 2, kernel.size() + 2);
    }
    if (use.node().getOpType().equals("MaxUnpool")) {
      given(use, "strides");
      refuse(use, 2, "output_shape");
      growth(use);
    }
  }

  private static void lengths(OperatorUse use, String name, int axes) {
    List<Long> values = use.integers(name);
    if (values != null && !values.isEmpty() && values.size() != axes) {
      throw new IllegalArgumentException(
          name + " is " + values + "; expected a length for each of " + axes + " axes");
    }
  }

  /** Demands that a list, where there is one, has numbers. */
  private static void given(OperatorUse use, String name) {
    List<Long> values = use.integers(name);
    if (values != null && values.isEmpty()) {
      throw new IllegalArgumentException(name + " is a list of no numbers");
    }
  }

  private static void window(OperatorUse use) {
    use.allBetween("kernel_shape", 1, MOST_LENGTH);
    use.allBetween("strides", 1, MOST_STEP);
    use.allBetween("dilations", 1, MOST_STEP);
    use.allBetween("pads", -MOST, MOST);
    use.allBetween("output_padding", 0, MOST);
    use.allBetween("output_shape", 0, MOST);
    use.oneOf("auto_pad", List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", ""));
    fit(use, use.integers("pads"));
    for (String name : List.of("kernel_shape", "dilations", "output_padding", "output_shape")) {
      product(use, name);
    }
    if (use.node().getOpType().equals("ConvTranspose")) {
      growth(use);
    }
  }

  /** A stride of these operators is how much longer an axis becomes. */
  private static void growth(OperatorUse use) {
    List<Long> strides = use.integers("strides");
    long[] image = use.shape(0);
    double elements = 1;
    for (int i = 0; strides != null && i < strides.size(); i++) {
      long length = image != null && i + 2 < image.length ? Math.max(1, image[i + 2]) : 1;
      elements *= strides.get(i) * (double) length;
    }
    OperatorUse.refuseLarge("strides", elements);
  }

  private static void product(OperatorUse use, String name) {
    List<Long> values = use.integers(name);
    double elements = 1;
    for (long value : values == null ? List.<Long>of() : values) {
      elements *= Math.max(1, value);
    }
    OperatorUse.refuseLarge(name, elements);
  }

  private static void fit(OperatorUse use, @Nullable List<Long> pads) {
    Map<String, Integer> axes = new HashMap<>();
    for (String name : List.of("kernel_shape", "strides", "dilations", "output_padding")) {
      List<Long> values = use.integers(name);
      if (values != null && !values.isEmpty()) {
        axes.put(name + " " + values, values.size());
      }
    }
    if (pads != null && !pads.isEmpty()) {
      if (pads.size() % 2 != 0) {
        throw new IllegalArgumentException("pads is " + pads + "; expected two for each axis");
      }
      axes.put("pads " + pads, pads.size() / 2);
      double elements = 1;
      for (int i = 0; i < pads.size() / 2; i++) {
        elements *= 1.0 + Math.abs(pads.get(i)) + Math.abs(pads.get(i + pads.size() / 2));
      }
      OperatorUse.refuseLarge("pads", elements);
    }
    if (axes.size() > 1 && new HashSet<>(axes.values()).size() > 1) {
      throw new IllegalArgumentException(
          "its windows have different numbers of axes: " + String.join(", ", axes.keySet()));
    }
  }

  private static void patches(OperatorUse use) {
    window(use);
    for (String name : List.of("dilations", "strides", "pads")) {
      given(use, name);
    }
    use.rank(0, 2, 3);
    use.rank(1, 1, 1);
    use.rank(2, 1, 1);
    use.constantBetween(1, "image_shape", 1, MOST);
    use.constantBetween(2, "block_shape", 1, MOST);
    refuse(use, 1, "image_shape");
    refuse(use, 2, "block_shape");
    long[] image = use.shape(1);
    long[] block = use.shape(2);
    if (image != null && block != null && image[0] >= 0 && block[0] >= 0) {
      if (image[0] != block[0]) {
        throw new IllegalArgumentException(
            "image_shape has " + image[0] + " lengths and block_shape " + block[0]);
      }
      int axes = (int) Math.min(image[0], OperatorUse.MOST_AXES);
      lengths(use, "strides", axes);
      lengths(use, "dilations", axes);
      lengths(use, "pads", 2 * axes);
    }
  }

  private static void refuse(OperatorUse use, int input, String name) {
    double[] values = use.numbers(input);
    double elements = 1;
    for (int i = 0; values != null && i < values.length; i++) {
      elements *= Math.max(1, values[i]);
    }
    OperatorUse.refuseLarge(name, elements);
  }
}
