package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.onnx.ZipMapRemoval;
import dev.tenon.limits.RunLimits;
import dev.tenon.tensor.DType;
import java.util.Map;
import java.util.Set;

/**
 * Changes a model so that ONNX Runtime can be given it; {@link OnnxRuntimeFaults} lists why. Each
 * change has a class of its own.
 */
public final class Workarounds {
  private Workarounds() {}

  /**
   * Returns the model in a form that the runtime survives; itself where it needs no change.
   *
   * <p>The Java API has no maps; defaults in half precision, empty names at the end of a node's
   * inputs and some operands end the process; nothing bounds how much a run computes.
   *
   * @throws RunStoppedException where a value is too large whatever the data are
   */
  public static OnnxModel prepared(OnnxModel file, RunLimits limits) {
    OnnxModel model = file;
    if (OnnxRuntimeFaults.ZIP_MAPS.isMade()) {
      model = model.withProto(ZipMapRemoval.toTensors(model.proto()));
    }
    if (OnnxRuntimeFaults.HALF_DEFAULTS.isMade()) {
      model = model.withGraph(HalfDefaults.held(model.proto().getGraph()));
    }
    if (OnnxRuntimeFaults.OMITTED_INPUTS.isMade()) {
      model = model.withGraph(OmittedInputs.trim(model.proto().getGraph()));
    }
    if (OnnxRuntimeFaults.OPERAND_GUARDS.isMade()) {
      model = model.withProto(OperandGuards.apply(model.proto()));
    }
    return GraphGuards.apply(model, limits);
  }

  /**
   * Checks what only ONNX Runtime lacks, and does not survive.
   *
   * @param label names the model in messages
   * @throws UnsupportedModelException where the model has such a thing
   */
  public static void check(String label, OnnxModel model) {
    if (OnnxRuntimeFaults.HALF_SCALES.isMade()) {
      HalfScales.check(label, model.proto().getGraph());
    }
  }

  /** Returns the names of the inputs of which the file does not say how many axes they have. */
  public static Set<String> inputsOfAnyRank(OnnxModel model) {
    return OpenRanks.find(model.proto().getGraph());
  }

  /** Returns the model with so many axes in its inputs, by name. */
  public static OnnxModel withRanks(OnnxModel model, Map<String, Integer> ranks) {
    return model.withGraph(OpenRanks.close(model.proto().getGraph(), ranks));
  }

  /** Says whether a value is transposed and then cast, which not every pass survives. */
  public static boolean castsTransposed(OnnxModel model) {
    return OnnxRuntimeFaults.TRANSPOSED_CASTS.isMade()
        && TransposedCasts.in(model.proto().getGraph());
  }

  /** Returns the names of values that must not be scalars: the process would end. */
  public static Set<String> valuesWithAxes(OnnxModel model) {
    return OnnxRuntimeFaults.SCALAR_OPERANDS.isMade()
        ? ScalarOperands.withAxes(model.proto().getGraph())
        : Set.of();
  }

  /** Returns the inputs of uint16, uint32, uint64 and the small types, with their types. */
  public static Map<String, DType> unusualInputs(OnnxModel model) {
    return OnnxRuntimeFaults.SMALL_TYPES.isMade()
        ? SignedInputs.find(model.proto().getGraph())
        : Map.of();
  }

  /** Returns the outputs of small types, with their types. */
  public static Map<String, DType> unusualOutputs(OnnxModel model) {
    return OnnxRuntimeFaults.SMALL_TYPES.isMade()
        ? OrdinaryOutputs.find(model.proto().getGraph())
        : Map.of();
  }

  /**
   * Returns the model with unusual inputs and outputs replaced by those of types of which the Java
   * API has tensors, with a Cast each; itself where it has none.
   */
  public static OnnxModel withOrdinaryPorts(OnnxModel model) {
    if (unusualInputs(model).isEmpty() && unusualOutputs(model).isEmpty()) {
      return model;
    }
    GraphProto inputs = SignedInputs.replace(model.proto().getGraph());
    return model.withGraph(OrdinaryOutputs.replace(inputs));
  }

  /** Returns the model with the letters of Unicode in place of a locale of English. */
  public static OnnxModel withPlainLocale(OnnxModel model) {
    return !OnnxRuntimeFaults.PLAIN_LOCALE.isMade()
        ? model
        : model.withGraph(PlainLocale.replace(model.proto().getGraph()));
  }
}
