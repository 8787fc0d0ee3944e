package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.RunLimits;
import dev.tenon.model.TensorSpec;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loads a small ONNX model, runs it on both engines and writes it again. */
final class OperatorRuns {
  /** Those of a program that runs models of strangers in a process of 4 GB. */
  private static final RunLimits LIMITS = new RunLimits(Duration.ofSeconds(5), 1 << 26, 100_000);

  private final Path file;

  OperatorRuns(Path file) {
    this.file = file;
  }

  /** A model and what it is fed. */
  record Fed(ModelProto model, Map<String, Tensor> feeds) {}

  /**
   * Takes a good model through everything, so that both engines' libraries are loaded.
   *
   * @throws IllegalStateException where it does not run
   */
  void warmUp(Fed good) throws IOException {
    String end = run(good);
    // Loading the libraries takes longer than a mutant may, on a busy machine.
    for (int again = 0; again < 3 && end.contains("stopped"); again++) {
      end = run(good);
    }
    if (!end.equals("run_run")) {
      throw new IllegalStateException("the good file itself ends as " + end);
    }
  }

  /**
   * Takes a model through everything.
   *
   * @return malformed, unsupported, or how it ended on each engine
   */
  String run(Fed fed) throws IOException {
    Files.write(file, fed.model.toByteArray());
    String name = String.valueOf(file.getFileName());
    try (Model model = Model.load(file)) {
      model.runLimits(LIMITS);
      if (model.summary().isBlank()) {
        throw new AssertionError("the summary is empty");
      }
      model.info().warnings();
      String end = predict(model, "onnxruntime", fed.feeds);
      String other = predict(model, "tensorflow", fed.feeds);
      save(model);
      return end + "_" + other;
    } catch (MalformedModelException e) {
      Sentences.check(name, e);
      return "malformed";
    } catch (UnsupportedModelException e) {
      Sentences.check(name, e);
      return "unsupported";
    }
  }

  private void save(Model model) throws IOException {
    Path target = file.resolveSibling("out.onnx");
    try {
      model.save(target, OnnxOptions.DEFAULTS);
      Files.delete(target);
    } catch (MalformedModelException | UnsupportedModelException e) {
      Sentences.check("", e);
    }
  }

  private static String predict(Model model, String engine, Map<String, Tensor> feeds) {
    // Of a process that dies the log says where.
    System.out.println("AT " + engine);
    System.out.flush();
    try (Model view = model.on(engine)) {
      Map<String, Tensor> wanted = new LinkedHashMap<>();
      for (TensorSpec input : view.inputs()) {
        Tensor feed = feeds.get(input.name());
        if (feed != null) {
          wanted.put(input.name(), feed);
        }
      }
      view.predict(wanted);
      return "run";
    } catch (RunStoppedException e) {
      Sentences.check("", e);
      return "stopped";
    } catch (MalformedModelException | UnsupportedModelException e) {
      Sentences.check("", e);
      return "refused";
    } catch (IllegalArgumentException e) {
      Sentences.check("", e);
      return "failed";
    }
  }
}
