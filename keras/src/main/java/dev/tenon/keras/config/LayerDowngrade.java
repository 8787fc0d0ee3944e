package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.layer.DTypePolicy;
import dev.tenon.ir.layer.LegacyOption;
import dev.tenon.ir.layer.Quantization;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.keras.check.Offence;
import dev.tenon.keras.check.SilentArguments;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import java.util.Set;
import java.util.function.BiConsumer;

/** Brings a configuration in Keras 3's keys to what a format's readers accept. */
public final class LayerDowngrade {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** How Keras 3 resizes images. */
  private static final Set<String> INTERPOLATIONS =
      Set.of("area", "bicubic", "bilinear", "lanczos3", "lanczos5", "nearest");

  /** An argument that every layer of tf_keras takes and none of Keras 3, and that says nothing. */
  private static final String REFUSED_BY_KERAS_3 = "dynamic";

  private final Readers format;
  private final BiConsumer<String, String> refusals;
  private final boolean alone;

  /**
   * Adapts for some readers.
   *
   * @param refusals takes what cannot be said, and the layer that has it
   * @param alone whether the file is for the readers of its format alone, because no words mean the
   *     same to both generations
   */
  public LayerDowngrade(Readers format, BiConsumer<String, String> refusals, boolean alone) {
    this.format = format;
    this.refusals = refusals;
    this.alone = alone;
  }

  /**
   * Rewrites a configuration in place, and notes what cannot be said.
   *
   * @param legacy how the layer behaves otherwise than in Keras 3
   */
  public void adapt(String className, String layer, ObjectNode config, Set<LegacyOption> legacy) {
    for (KerasGeneration reader : format.readers()) {
      if (KerasSignatures.of(reader).find(SignatureKind.LAYER, className) == null) {
        refusals.accept(
            new Offence.UnknownObject(reader, layer, SignatureKind.LAYER, className).text(), layer);
      }
    }
    olderBehaviour(className, layer, config, legacy);
    if (className.equals("BatchNormalization") && config.path("axis").size() == 1) {
      config.set("axis", config.get("axis").get(0));
    } else if (className.equals("BatchNormalization")
        && config.path("axis").size() > 1
        && format.forKeras3()) {
      refusals.accept("BatchNormalization over several axes, which Keras 3 does not have", layer);
    }
    SilentArguments.removeSilent(config);
    if (format.forKeras3()
        && className.startsWith("Separable")
        && config.path("padding").asText().equals("causal")) {
      refusals.accept(className + " with padding 'causal', which Keras 3 does not have", layer);
    }
    JsonNode axes = config.path("axes");
    if (className.equals("Dot") && axes.size() == 1) {
      config.set("axes", axes.get(0));
    }
    if (format.forKeras3()) {
      forKeras3(className, layer, config);
    }
    if (format.forTfKeras()) {
      forTfKeras(className, config);
    }
    if (format.byOldReader()) {
      forOldReader(className, layer, config);
    }
    if (LayerConfig.isLookup(className)) {
      lookup(layer, className, config);
    }
    if (alone && !format.forKeras3()) {
      keepFromKeras3(className, config);
    }
  }

  /**
   * Makes Keras 3 refuse a layer of a file that is not for it: it would take some of them, such as
   * a hard sigmoid or a Softmax over two axes, and compute other numbers.
   */
  private static void keepFromKeras3(String className, ObjectNode config) {
    KerasSignature known =
        KerasSignatures.of(KerasGeneration.TF_KERAS).find(SignatureKind.LAYER, className);
    if (known != null && known.takes(REFUSED_BY_KERAS_3)) {
      config.put(REFUSED_BY_KERAS_3, false);
    }
  }

  /** In tf_keras the type of a lookup layer is that of its results, and texts have their own. */
  private void lookup(String layer, String className, ObjectNode config) {
    boolean texts = className.equals("TextVectorization");
    if (!format.forTfKeras()) {
      if (texts) {
        config.set("dtype", policy(layer, DTypePolicy.FLOAT32));
      }
      return;
    }
    boolean counts = !config.path("output_mode").asText("int").equals("int");
    if (texts) {
      config.put("dtype", "string");
    } else if (!counts && !config.path("dtype").asText().contains("int")) {
      config.put("dtype", "int64");
    }
    if (config.get("ngrams") instanceof ArrayNode widths) {
      config.set("ngrams", JSON.objectNode().put("class_name", "__tuple__").set("items", widths));
    }
  }

  /** Says how an older Keras behaved; refuses where the other Keras gives another result. */
  private void olderBehaviour(
      String className, String layer, ObjectNode config, Set<LegacyOption> legacy) {
    if (legacy.contains(LegacyOption.ROBUST_MASK) && format.forTfKeras()) {
      config.put("robust_masking", true);
    }
    if (legacy.contains(LegacyOption.TIME_MAJOR)) {
      config.put("time_major", true);
    }
    if (className.equals("RandomCrop")
        && (legacy.contains(LegacyOption.RESIZED_CROP)
            ? format.forKeras3()
            : format.forTfKeras())) {
      refusals.accept(
          className + ", which cuts images at inference in tf_keras and not in Keras 3", layer);
    }
    boolean counts = !config.path("output_mode").asText("int").equals("int");
    boolean other =
        legacy.contains(LegacyOption.TYPED_LOOKUP) ? format.forKeras3() : format.forTfKeras();
    if (LayerConfig.isLookup(className) && counts && other) {
      refusals.accept(
          className + ", which gives real numbers in tf_keras and integers in Keras 3", layer);
    }
  }

  private void forKeras3(String className, String layer, ObjectNode config) {
    if (className.equals("Bidirectional")) {
      nameOppositeLayer(config);
    }
    String interpolation = config.path("interpolation").asText();
    boolean resizes = className.equals("UpSampling2D") || className.equals("Resizing");
    if (resizes && !INTERPOLATIONS.contains(interpolation)) {
      refusals.accept(
          className + " with interpolation=" + interpolation + ", which Keras 3 does not have",
          layer);
    }
  }

  /**
   * Writes the second layer of a Bidirectional whose first one runs backwards: Keras 3 makes it of
   * the first and lets it run backwards, too, which it then refuses; tf_keras turns the direction.
   */
  private static void nameOppositeLayer(ObjectNode config) {
    JsonNode inner = config.path("layer").path("config");
    if (!inner.path("go_backwards").asBoolean() || config.path("backward_layer").isObject()) {
      return;
    }
    ObjectNode opposite = config.path("layer").deepCopy();
    ObjectNode its = (ObjectNode) opposite.path("config");
    its.put("go_backwards", false).put("name", "backward_" + inner.path("name").asText());
    config.set("backward_layer", opposite);
  }

  private void forTfKeras(String className, ObjectNode config) {
    if (className.equals("Discretization") && config.path("bin_boundaries").isArray()) {
      // How many were asked for before they were found; tf_keras takes one of both.
      config.putNull("num_bins");
    }
    if (className.equals("LeakyReLU")) {
      config.set("alpha", config.remove("negative_slope"));
    }
    if (className.equals("MultiHeadAttention")) {
      // tf_keras takes these keys out without looking whether they are there.
      config.putNull("query_shape").putNull("key_shape").putNull("value_shape");
    }
  }

  /** Keras 3 reads HDF5 files with code that drops some values and takes the defaults instead. */
  private void forOldReader(String className, String layer, ObjectNode config) {
    JsonNode axis = config.get("axis");
    if (axis != null && axis.isArray() && axis.size() == 1) {
      config.set("axis", axis.get(0));
    } else if (axis != null && (axis.isNull() || axis.isArray())) {
      refusals.accept(
          className + " with axis=" + axis + ", which Keras 3 does not take over from an HDF5 file",
          layer);
    }
    if (config.path("score_mode").asText().equals("dot")) {
      // The default; written out it would be taken for a function of that name.
      config.remove("score_mode");
    }
  }

  /** Returns the words for a layer's types. */
  public JsonNode policy(String layer, DTypePolicy policy) {
    Quantization how = policy.quantization();
    if (!format.forTfKeras()) {
      return Policies.written(policy);
    }
    if (how != null) {
      refusals.accept(
          "weights quantised to " + how.words() + ", which tf_keras cannot have", layer);
    }
    return JSON.textNode(policy.source());
  }
}
