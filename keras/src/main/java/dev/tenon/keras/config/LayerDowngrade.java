package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.keras.check.Offence;
import dev.tenon.keras.check.SilentArguments;
import dev.tenon.keras.family.KerasFamilies;
import dev.tenon.keras.family.WrittenLayer;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.Quantization;
import java.util.Set;
import java.util.function.BiConsumer;

/** Brings a configuration in Keras 3's keys to what a format's readers accept. */
public final class LayerDowngrade {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

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
    KerasFamilies.downgrade(
        new WrittenLayer(
            className,
            config,
            legacy,
            format,
            types -> policy(layer, types),
            reason -> refusals.accept(reason, layer)));
    SilentArguments.removeSilent(config);
    if (format.byOldReader()) {
      forOldReader(className, layer, config);
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
