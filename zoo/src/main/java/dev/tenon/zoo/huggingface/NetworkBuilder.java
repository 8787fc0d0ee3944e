package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.normalization.LayerNormalization;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.DType;
import dev.tenon.zoo.huggingface.AttentionParts.AttentionNames;
import dev.tenon.zoo.huggingface.WeightPlace.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Builds a network layer by layer and notes where the file has each weight. */
final class NetworkBuilder {
  /** No activation. */
  static final String LINEAR = "linear";

  private static final Set<String> EXACT_GELU = Set.of("gelu", "gelu_python");
  private static final Set<String> TANH_GELU =
      Set.of("gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate");
  private static final Set<String> SAME_NAMES =
      Set.of("relu", "relu6", "silu", "sigmoid", "tanh", "mish", "selu", "softplus");

  private final String basePrefix;
  private final boolean isBase;
  private final Predicate<String> inFile;
  private final List<KerasTensor> inputs = new ArrayList<>();
  private final Map<String, KerasTensor> outputs = new LinkedHashMap<>();
  private final List<WeightPlace> places = new ArrayList<>();

  /**
   * Starts a network.
   *
   * @param basePrefix the name of the encoder in models with a head
   * @param isBase whether the network is the encoder alone
   * @param inFile says whether the file has a tensor of the encoder
   */
  NetworkBuilder(String basePrefix, boolean isBase, Predicate<String> inFile) {
    this.basePrefix = basePrefix;
    this.isBase = isBase;
    this.inFile = inFile;
  }

  List<KerasTensor> inputs() {
    return inputs;
  }

  Map<String, KerasTensor> outputs() {
    return outputs;
  }

  List<WeightPlace> places() {
    return places;
  }

  /** Returns whether the file has a tensor of the encoder. */
  boolean fileHas(String name) {
    return inFile.test(name) || inFile.test(basePrefix + "." + name);
  }

  /** Adds an input of integers, of shape (batch, sequence). */
  KerasTensor sequence(String name) {
    Shape shape = Shape.of(Dim.symbol("batch"), Dim.symbol("sequence"));
    KerasTensor input = Functional.of(Value.of(name, new TensorType(DType.INT32, shape)));
    inputs.add(input);
    return input;
  }

  /** Adds an input of images, channels last. */
  KerasTensor image(String name, long height, long width, long channels) {
    KerasTensor input = Functional.input(name, DType.FLOAT32, height, width, channels);
    inputs.add(input);
    return input;
  }

  void output(String name, KerasTensor value) {
    outputs.put(name, value);
  }

  /** Notes where the file has a weight of the encoder. */
  void base(String path, Layout layout, String... names) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.add(isBase ? name : basePrefix + "." + name);
    }
    for (String name : names) {
      all.add(isBase ? basePrefix + "." + name : name);
    }
    places.add(new WeightPlace(path, all, layout));
  }

  /** Notes where the file has a weight of the head. */
  void head(String path, Layout layout, String... names) {
    places.add(new WeightPlace(path, List.of(names), layout));
  }

  private void place(boolean head, String path, Layout layout, String... names) {
    if (head) {
      head(path, layout, names);
    } else {
      base(path, layout, names);
    }
  }

  /** Adds a table that numbers choose rows of. */
  KerasTensor embedding(KerasTensor ids, String layer, long rows, long width, String stem) {
    base(layer + "/embeddings", Layout.SAME, stem + ".weight");
    return Embedding.DEFAULTS.inputDim(rows).outputDim(width).named(layer).apply(ids);
  }

  /** Adds a dense layer of the encoder without an activation. */
  KerasTensor dense(KerasTensor x, String layer, long units, String stem) {
    return dense(false, x, layer, units, LINEAR, stem);
  }

  /** Adds a dense layer of the head. */
  KerasTensor headDense(KerasTensor x, String layer, long units, String function, String stem) {
    return dense(true, x, layer, units, function, stem);
  }

  /** Adds a dense layer of the encoder. */
  KerasTensor dense(KerasTensor x, String layer, long units, String function, String stem) {
    return dense(false, x, layer, units, function, stem);
  }

  private KerasTensor dense(
      boolean head, KerasTensor x, String layer, long units, String function, String stem) {
    place(head, layer + "/kernel", Layout.LINEAR, stem + ".weight");
    place(head, layer + "/bias", Layout.SAME, stem + ".bias");
    boolean inside = !TANH_GELU.contains(function) && !function.equals(LINEAR);
    Dense plain = Dense.DEFAULTS.units(units);
    Dense dense = inside ? plain.activation(KerasObject.of(kerasName(function))) : plain;
    KerasTensor y = dense.named(layer).apply(x);
    return TANH_GELU.contains(function) ? Ops.gelu(y, true) : y;
  }

  /** Returns Keras' name of an activation of transformers. */
  private static String kerasName(String function) {
    if (EXACT_GELU.contains(function)) {
      return "gelu";
    }
    if (function.equals("swish")) {
      return "silu";
    }
    if (!SAME_NAMES.contains(function)) {
      throw new UnsupportedModelException(
          FolderConfig.FILE, "the activation '" + function + "' is not supported");
    }
    return function;
  }

  /** Adds a normalization of the encoder over the features. */
  KerasTensor norm(KerasTensor x, String layer, double epsilon, String stem) {
    return norm(false, x, layer, epsilon, stem);
  }

  /** Adds a normalization of the head. */
  KerasTensor headNorm(KerasTensor x, String layer, double epsilon, String stem) {
    return norm(true, x, layer, epsilon, stem);
  }

  private KerasTensor norm(boolean head, KerasTensor x, String layer, double epsilon, String stem) {
    // Files that came from TensorFlow have its names.
    place(head, layer + "/gamma", Layout.SAME, stem + ".weight", stem + ".gamma");
    place(head, layer + "/beta", Layout.SAME, stem + ".bias", stem + ".beta");
    return LayerNormalization.DEFAULTS.epsilon(epsilon).named(layer).apply(x);
  }

  /** Adds dropout, where there is any. */
  KerasTensor dropout(KerasTensor x, String layer, double rate) {
    return rate == 0 ? x : Dropout.DEFAULTS.rate(rate).named(layer).apply(x);
  }

  KerasTensor add(String layer, KerasTensor... terms) {
    return new Add().named(layer).apply(List.of(terms));
  }

  /**
   * Adds self-attention as one layer.
   *
   * @param mask true for tokens that are attended to, of shape (batch, 1, sequence); none for all
   */
  KerasTensor attention(
      KerasTensor x,
      List<KerasTensor> mask,
      String layer,
      long heads,
      double dropout,
      AttentionNames names) {
    projection(layer + "/query_dense", names.query(), true);
    projection(layer + "/key_dense", names.key(), true);
    projection(layer + "/value_dense", names.value(), true);
    base(layer + "/output_dense/kernel", Layout.LINEAR_FROM_HEADS, names.output() + ".weight");
    base(layer + "/output_dense/bias", Layout.SAME, names.output() + ".bias");
    LayerLike attention =
        Layers.multiHeadAttention(heads, headLength(x, heads)).dropout(dropout).name(layer);
    Map<String, Object> keywords =
        mask.isEmpty() ? Map.of() : Map.of("attention_mask", mask.get(0));
    return attention.applyAll(List.of(x, x), keywords).get(0);
  }

  /** Notes where the file has a projection to several heads. */
  void projection(String path, String stem, boolean bias) {
    base(path + "/kernel", Layout.LINEAR, stem + ".weight");
    if (bias) {
      base(path + "/bias", Layout.FLAT, stem + ".bias");
    }
  }

  /** Returns the length of each head. */
  static long headLength(KerasTensor x, long heads) {
    long width = x.shape().length(-1);
    if (width % heads != 0) {
      throw new UnsupportedModelException(
          FolderConfig.FILE, width + " features cannot be divided among " + heads + " heads");
    }
    return width / heads;
  }

  /** Returns for each token that is attended to true, of shape (batch, 1, sequence). */
  static KerasTensor attended(KerasTensor mask) {
    return Ops.expandDims(Ops.notEqual(mask, 0), 1);
  }

  /** Returns the numbers 0, 1, 2 … of the second axis, in the shape of an input of integers. */
  static KerasTensor positions(KerasTensor ids) {
    return Ops.subtract(Ops.cumsum(Ops.onesLike(ids), 1), 1);
  }
}
