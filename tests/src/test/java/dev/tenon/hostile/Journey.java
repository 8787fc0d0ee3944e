package dev.tenon.hostile;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user does with a file that came by mail: load it, look at it, convert it, run it.
 *
 * <p>Loading, looking and converting may end in the two exceptions about models or in an {@link
 * IOException}. A prediction may also say that it cannot be made of these inputs.
 */
final class Journey {
  private static final long MOST_ELEMENTS = 1 << 20;
  private static final long FREE_LENGTH = 2;

  /** How far a mutant came. */
  enum End {
    MALFORMED,
    UNSUPPORTED,
    IO,
    NOT_EXPORTED,
    LOADED,
    NOT_RUN,
    RUN
  }

  private final Path file;
  private final boolean fromBytes;
  private final boolean tensorflow;

  Journey(Path file, boolean fromBytes, boolean tensorflow) {
    this.file = file;
    this.fromBytes = fromBytes;
    this.tensorflow = tensorflow;
  }

  End take() {
    String name = fromBytes ? "bytes" : String.valueOf(file.getFileName());
    try (Model model = fromBytes ? Model.load(Files.readAllBytes(file)) : Model.load(file)) {
      String table = model.summary();
      if (table.isBlank()) {
        throw new AssertionError("the summary is empty");
      }
      model.info().description();
      model.info().kinds();
      model.info().warnings();
      if (!model.info().runsOn("onnxruntime")) {
        return run(model, "tensorflow");
      }
      return model.info().isKeras() ? keras(model) : onnx(model);
    } catch (MalformedModelException e) {
      Sentences.check(name, e);
      return End.MALFORMED;
    } catch (UnsupportedModelException e) {
      Sentences.check(name, e);
      return End.UNSUPPORTED;
    } catch (IOException e) {
      Sentences.check("", e);
      return End.IO;
    }
  }

  private End keras(Model model) throws IOException {
    Path target = file.resolveSibling("out.onnx");
    try {
      model.save(target);
    } catch (MalformedModelException | UnsupportedModelException e) {
      Sentences.check("", e);
      return End.NOT_EXPORTED;
    }
    Files.delete(target);
    if (!small(model)) {
      return End.LOADED;
    }
    if (tensorflow) {
      run(model, "tensorflow");
    }
    return run(model, "onnxruntime");
  }

  private End onnx(Model model) throws IOException {
    Path target = file.resolveSibling("out.onnx");
    try {
      model.save(target, OnnxOptions.DEFAULTS);
      Files.delete(target);
      if (tensorflow) {
        run(model, "tensorflow");
      }
    } catch (MalformedModelException | UnsupportedModelException e) {
      Sentences.check("", e);
    }
    return run(model, "onnxruntime");
  }

  private static boolean small(Model model) {
    long sum = 0;
    for (OperatorNode node : model.info().keras().lowered().graph().nodes()) {
      for (Value output : node.outputs()) {
        sum += size(output.shape());
      }
      if (sum < 0 || sum > MOST_ELEMENTS) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of elements with every free length set to the one that is fed. */
  private static long size(Shape shape) {
    long size = 1;
    for (long length : shape.toLongs()) {
      long factor = length < 0 ? FREE_LENGTH : length;
      if (factor != 0 && size > MOST_ELEMENTS / factor) {
        return MOST_ELEMENTS + 1;
      }
      size *= factor;
    }
    return size;
  }

  private static End run(Model model, String engine) {
    try {
      Map<String, Tensor> zeros = new LinkedHashMap<>();
      for (TensorSpec input : model.inputs()) {
        if (size(input.shape()) > MOST_ELEMENTS || input.dtype() == DType.STRING) {
          return End.LOADED;
        }
        long[] shape = input.shape().toLongs();
        for (int i = 0; i < shape.length; i++) {
          shape[i] = shape[i] < 0 ? FREE_LENGTH : shape[i];
        }
        zeros.put(input.name(), Tensor.zeros(input.dtype(), shape));
      }
      // A view that nobody closes keeps the copy of a network that was read from bytes.
      try (Model view = model.on(engine)) {
        view.predict(zeros);
      }
      return End.RUN;
    } catch (MalformedModelException
        | UnsupportedModelException
        | RunStoppedException
        | IllegalArgumentException e) {
      Sentences.check("", e);
      return End.NOT_RUN;
    }
  }
}
