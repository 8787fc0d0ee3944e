package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.internal.text.PlainText;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.onnxruntime.compat.OnnxRuntimeFaults;
import dev.tenon.runtime.onnxruntime.compat.Workarounds;
import dev.tenon.runtime.onnxruntime.provider.ExecutionProviders;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes sessions of files and of models, with whatever ONNX Runtime needs before. */
final class SessionFactory {
  private static final int SMALLEST_SHARED = 1024;

  private SessionFactory() {}

  /**
   * Opens the bytes of an ONNX file; see {@link OnnxSession#open}.
   *
   * <p>ONNX Runtime is given bytes and never a path: it would map the files of external values, and
   * would read at another time than the checks.
   */
  static OnnxSession open(Source source, List<String> inner, RunLimits limits) {
    OnnxModel stored = OnnxModel.read(source);
    stored.checkExternalWeights(source.name());
    OnnxModel read = stored.withInlinedFunctions();
    read.checkSurvivable(source.name());
    Workarounds.check(source.name(), read);
    OnnxModel file = read.withExternalInside();
    OnnxModel model = Workarounds.prepared(file, limits);
    boolean asItIs = model == stored && inner.isEmpty() && !Workarounds.castsTransposed(file);
    if (asItIs
        && Workarounds.withOrdinaryPorts(model) == model
        && Workarounds.inputsOfAnyRank(model).isEmpty()) {
      try {
        return ofFile(source, file);
      } catch (MalformedModelException e) {
        if (!MissingLocale.is(e)) {
          throw e;
        }
        return of(source.name(), Workarounds.withPlainLocale(model), Map.of());
      }
    }
    try {
      return inner.isEmpty()
          ? of(source.name(), model, Map.of())
          : of(
              source.name(),
              model.withOutputs(inner),
              OnnxRuntimeFaults.RANGE_FUSION.isMade()
                  ? DisabledOptimizers.without(List.of(DisabledOptimizers.SWALLOWS))
                  : Map.of());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Lets ONNX Runtime read a file as it is.
   *
   * <p>Alone in its process, a session has threads that stay awake for a next run a little. Where
   * sessions take turns they would only disturb each other.
   */
  private static OnnxSession ofFile(Source source, OnnxModel file) {
    String label = source.name();
    Set<String> withAxes = Workarounds.valuesWithAxes(file);
    try (SessionOptions options = Environment.options(OnnxSession.isAnyOpen())) {
      boolean filled = ExecutionProviders.choose(options, file, Environment.threads());
      add(DisabledOptimizers.forSize(Map.of(), file), options);
      OrtSession session = created(source.slice(0, source.size()), options);
      return session(label, session, List.of(), Map.of(), Map.of(), withAxes, filled, null);
    } catch (OrtException e) {
      throw refused(label, String.valueOf(e.getMessage()), e);
    }
  }

  private static OrtSession created(ByteBuffer bytes, SessionOptions options) throws OrtException {
    if (bytes.isDirect()) {
      return Environment.get().createSession(bytes, options);
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Environment.get().createSession(copy, options);
  }

  private static OnnxSession session(
      String label,
      OrtSession session,
      List<OnnxTensor> weights,
      Map<String, DType> unusualInputs,
      Map<String, DType> unusualOutputs,
      Set<String> withAxes,
      boolean filled,
      @Nullable RankedSessions ranked)
      throws OrtException {
    try {
      return new OnnxSession(
          label,
          session,
          weights,
          OnnxPort.all(session.getInputInfo(), unusualInputs),
          OnnxPort.all(session.getOutputInfo(), unusualOutputs),
          withAxes,
          filled,
          ranked);
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Makes a session of a checked model, with entries of ONNX Runtime's own configuration. */
  static OnnxSession of(String label, OnnxModel model, Map<String, String> entries) {
    return of(label, model, entries, false);
  }

  /** Makes a session like {@link #of}, each of whose operators has one thread. */
  static OnnxSession ofOneThread(String label, OnnxModel model, Map<String, String> entries) {
    return of(label, model, entries, true);
  }

  private static OnnxSession of(
      String label, OnnxModel model, Map<String, String> entries, boolean oneThread) {
    try {
      return create(label, model, entries, oneThread);
    } catch (MalformedModelException e) {
      if (!MissingLocale.is(e)) {
        throw e;
      }
      return create(label, Workarounds.withPlainLocale(model), entries, oneThread);
    }
  }

  private static OnnxSession create(
      String label, OnnxModel model, Map<String, String> entries, boolean oneThread) {
    OnnxModel.Detached parts = Workarounds.withOrdinaryPorts(model).detach(SMALLEST_SHARED);
    List<OnnxTensor> weights = new ArrayList<>();
    try (SessionOptions options = Environment.options(OnnxSession.isAnyOpen())) {
      boolean filled = ExecutionProviders.choose(options, model, Environment.threads());
      Map<String, String> all =
          Workarounds.castsTransposed(model)
              ? DisabledOptimizers.without(entries, DisabledOptimizers.JOINS)
              : entries;
      add(DisabledOptimizers.forSize(all, model), options);
      if (oneThread) {
        options.setIntraOpNumThreads(1);
      }
      Map<String, OnnxTensor> shared = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> weight : parts.weights().entrySet()) {
        OnnxTensor tensor = OrtTensors.toOrt(weight.getValue(), InputMemory::own);
        weights.add(tensor);
        shared.put(weight.getKey(), tensor);
      }
      if (!shared.isEmpty()) {
        options.addExternalInitializers(Map.copyOf(shared));
      }
      OrtSession session = Environment.get().createSession(parts.model().array(), options);
      return session(
          label,
          session,
          weights,
          Workarounds.unusualInputs(model),
          Workarounds.unusualOutputs(model),
          Workarounds.valuesWithAxes(model),
          filled,
          RankedSessions.of(label, model, entries));
    } catch (OrtException e) {
      weights.forEach(OnnxTensor::close);
      throw refused(label, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      weights.forEach(OnnxTensor::close);
      throw e;
    }
  }

  private static void add(Map<String, String> entries, SessionOptions options) throws OrtException {
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      options.addConfigEntry(entry.getKey(), entry.getValue());
    }
  }

  private static RuntimeException refused(String label, String reason, OrtException e) {
    UnsupportedModelException missing = MissingOperator.of(label, e);
    if (missing != null) {
      return missing;
    }
    String message = "ONNX Runtime refuses the model: " + PlainText.oneLine(reason);
    return switch (e.getCode()) {
      case ORT_NOT_IMPLEMENTED ->
          new UnsupportedModelException(
              label,
              message
                  + " for the types it has there. ONNX allows them, so other runtimes may run the"
                  + " file; Tenon's engine tensorflow does",
              List.of(),
              e);
      default -> new MalformedModelException(label, message, e);
    };
  }
}
