package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.TemporaryFolder;
import dev.tenon.model.TensorSpec;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs operator tests in ONNX' layout: a folder for each test, with {@code model.onnx} and {@code
 * test_data_set_N/{input,output}_K.pb}.
 *
 * @see <a href="https://github.com/onnx/onnx/tree/main/onnx/backend/test">ONNX: backend tests</a>
 */
public final class OnnxSuite {
  private final List<Engine> engines;
  private final double tolerance;
  private final boolean throughExport;
  private final Verifier.Returned returned;

  /**
   * Creates a suite.
   *
   * @param engines the engines that must all agree
   * @param tolerance the largest relative difference that counts as equal, for types of 32 bits and
   *     more; float16 has at least 2e-3, bfloat16 2e-2
   * @param throughExport whether each model is first exported to ONNX and that file is run
   * @param returned receives the outputs
   */
  public OnnxSuite(
      List<Engine> engines, double tolerance, boolean throughExport, Verifier.Returned returned) {
    this.engines = List.copyOf(engines);
    this.tolerance = tolerance;
    this.throughExport = throughExport;
    this.returned = returned;
  }

  /**
   * Returns the folders of a suite with a test, by name.
   *
   * @param suite the folder of the suite
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> tests(Path suite) throws IOException {
    try (Stream<Path> folders = Files.list(suite)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("model.onnx")))
          .sorted()
          .toList();
    }
  }

  /**
   * Runs one test; a failure is part of the verdict and not an exception.
   *
   * @param test the folder of the test
   */
  public Verdict verify(Path test) {
    try {
      SuiteValues values = SuiteValues.of(test);
      if (!throughExport) {
        try (Model model = values.load()) {
          return verify(values, model);
        }
      }
      Path written = Files.createTempFile(TemporaryFolder.get(), "suite", ".onnx");
      try {
        try (Model model = values.load()) {
          model.save(written, OnnxOptions.DEFAULTS.opset(opset(model)));
        }
        try (Model model = Model.load(written)) {
          return verify(values, model);
        }
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (UnsupportedModelException e) {
      return failed(Status.UNSUPPORTED, e);
    } catch (MalformedModelException e) {
      return failed(Status.MALFORMED, e);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(Status.ERROR, e);
    }
  }

  /** Returns the opset of the model as far as it can be written. */
  private static int opset(Model model) {
    long own = model.onnx().opset();
    return (int) Math.max(OnnxOptions.DEFAULTS.opset(), Math.min(OnnxOptions.NEWEST_OPSET, own));
  }

  private Verdict verify(SuiteValues values, Model model) throws IOException {
    Verdict worst = new Verdict(Status.OK, 0, 0, engines, "");
    for (Path set : values.sets()) {
      List<Tensor> inputs = values.inputs(set, model);
      List<Tensor> expected = values.outputs(set);
      for (Engine engine : engines) {
        worst = Verifier.worse(worst, run(model, engine, inputs, expected));
      }
    }
    return worst;
  }

  private Verdict run(Model model, Engine engine, List<Tensor> inputs, List<Tensor> expected)
      throws IOException {
    try {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      List<TensorSpec> wanted = model.inputs();
      for (int i = 0; i < wanted.size() && i < inputs.size(); i++) {
        fed.put(wanted.get(i).name(), inputs.get(i));
      }
      Map<String, Tensor> outputs = model.on(engine).predict(fed);
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      outputs.forEach((name, tensor) -> byKey.put("out:" + name, tensor));
      returned.take(engine, byKey);
      return judge(engine, expected, new ArrayList<>(outputs.values()));
    } catch (UnsupportedModelException e) {
      return Verifier.failed(Status.UNSUPPORTED, e, List.of(engine));
    } catch (MalformedModelException e) {
      return Verifier.failed(Status.MALFORMED, e, List.of(engine));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return Verifier.failed(Status.ERROR, e, List.of(engine));
    }
  }

  private Verdict judge(Engine engine, List<Tensor> expected, List<Tensor> found) {
    Difference total = new Difference(0, 0, true, "");
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      if (i >= found.size()) {
        problems.add("output " + i + " is missing");
        continue;
      }
      Difference difference = Difference.of(expected.get(i), found.get(i));
      if (found.get(i).dtype() != expected.get(i).dtype()) {
        problems.add(i + ": " + found.get(i).dtype() + ", expected " + expected.get(i).dtype());
      }
      double coarse = Bound.OPERATOR.getOrDefault(expected.get(i).dtype(), tolerance);
      double allowed = Math.max(tolerance, coarse);
      if (!difference.problem().isEmpty()) {
        problems.add(i + ": " + difference.problem());
      } else if (difference.relative() > allowed) {
        problems.add(i + ": off by " + difference.relative() + ", allowed " + allowed);
      }
      total = total.worst(difference);
    }
    for (int i = expected.size(); i < found.size(); i++) {
      problems.add("output " + i + " is not in the recording");
    }
    Status good = total.weak() ? Status.WEAK : Status.OK;
    return new Verdict(
        problems.isEmpty() ? good : Status.DIFFERS,
        total.maxAbs(),
        total.relative(),
        List.of(engine),
        String.join("; ", problems));
  }

  private Verdict failed(Status status, Throwable cause) {
    return Verifier.failed(status, cause, engines);
  }
}
