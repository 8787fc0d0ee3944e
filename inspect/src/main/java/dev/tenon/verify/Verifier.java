package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks models against recordings on one or several engines; a failure is part of the verdict and
 * not an exception.
 */
public final class Verifier {
  private final List<Engine> engines;
  private final @Nullable Bound bound;
  private final Returned returned;

  /** A receiver of the outputs of an engine, by the keys of the recording. */
  @FunctionalInterface
  public interface Returned {
    /**
     * Receives outputs.
     *
     * @param engine the engine
     * @param outputs the outputs by key
     * @throws IOException if the receiver cannot write them
     */
    void take(Engine engine, Map<String, Tensor> outputs) throws IOException;
  }

  /**
   * Creates a verifier with one tolerance.
   *
   * @param engines the engines that must all agree
   * @param tolerance the largest relative difference that counts as equal
   * @param returned receives the outputs
   */
  public Verifier(List<Engine> engines, double tolerance, Returned returned) {
    this.engines = List.copyOf(engines);
    this.bound = Bound.of(tolerance);
    this.returned = returned;
  }

  /**
   * Creates a verifier with the bound of each model's coarsest type.
   *
   * @param engines the engines that must all agree
   * @param returned receives the outputs
   */
  public Verifier(List<Engine> engines, Returned returned) {
    this.engines = List.copyOf(engines);
    this.bound = null;
    this.returned = returned;
  }

  /**
   * Checks a model file.
   *
   * @param model the file
   * @param golden the recording; null for a run on zeros without a comparison
   */
  public Verdict verify(Path model, @Nullable Path golden) {
    try (Model loaded = Model.load(model)) {
      return golden == null ? runOnZeros(loaded) : compare(loaded, Recording.read(golden));
    } catch (UnsupportedModelException e) {
      return failed(Status.UNSUPPORTED, e);
    } catch (MalformedModelException e) {
      return failed(Status.MALFORMED, e);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(Status.ERROR, e);
    }
  }

  /**
   * Checks a loaded model on every engine that can run it; the worst result decides.
   *
   * <p>A stateful model is reset first, and called twice if the recording has values of a second
   * call.
   *
   * @param model the model
   * @param golden the recording
   * @throws IOException if the receiver cannot write outputs
   */
  public Verdict compare(Model model, Recording golden) throws IOException {
    Map<String, Tensor> inputs = golden.inputs(model.inputs());
    List<Recording.Expected> expected = golden.expected(model);
    List<Recording.Expected> again =
        model.info().isStateful() ? golden.expectedAgain(model.outputs()) : List.of();
    List<Engine> able = able(model);
    Bound allowed = bound == null ? Bound.of(model) : bound;
    Verdict worst = new Verdict(Status.OK, 0, 0, able, "", allowed);
    for (Engine engine : able) {
      Verdict verdict;
      try {
        model.resetStates();
        List<Answer> answers = answers(model.on(engine), inputs, expected);
        if (!again.isEmpty()) {
          answers.addAll(answers(model.on(engine), inputs, again));
        }
        // A bound that was asked for stands alone.
        RoundingError rounding =
            bound == null ? new RoundingError(model, inputs, source(model)) : null;
        verdict = judge(engine, answers, allowed, rounding);
      } catch (UnsupportedModelException e) {
        verdict = failed(Status.UNSUPPORTED, e, List.of(engine));
      } catch (RuntimeException e) {
        verdict = failed(Status.ERROR, e, List.of(engine));
      }
      worst = worse(worst, verdict);
    }
    String left = golden.notCompared(model.outputs());
    return left.isEmpty() ? worst : worst.saying(left);
  }

  /** Returns the engines that can run the model; all engines if none can. */
  private List<Engine> able(Model model) {
    List<Engine> able = engines.stream().filter(model.info()::runsOn).toList();
    return able.isEmpty() ? engines : able;
  }

  /** An expected and an actual value. */
  private record Answer(Recording.Expected golden, Tensor actual) {}

  private static List<Answer> answers(
      Model model, Map<String, Tensor> inputs, List<Recording.Expected> expected) {
    List<String> names = expected.stream().map(Recording.Expected::name).toList();
    Map<String, Tensor> outputs = model.run(inputs, names);
    List<Answer> answers = new ArrayList<>();
    for (Recording.Expected golden : expected) {
      Tensor actual = outputs.get(golden.name());
      if (actual == null) {
        throw new IllegalStateException("no output '" + golden.name() + "'");
      }
      answers.add(new Answer(golden, actual));
    }
    return answers;
  }

  private static Engine source(Model model) {
    return model.info().isKeras() ? Engine.TENSORFLOW : Engine.ONNX_RUNTIME;
  }

  private Verdict judge(
      Engine engine, List<Answer> answers, Bound allowed, @Nullable RoundingError rounding)
      throws IOException {
    Map<String, Tensor> byKey = new LinkedHashMap<>();
    Difference total = new Difference(0, 0, true, "");
    List<String> problems = new ArrayList<>();
    List<String> explained = new ArrayList<>();
    boolean far = false;
    for (Answer answer : answers) {
      Recording.Expected golden = answer.golden();
      byKey.put(golden.key(), answer.actual());
      Difference difference = Difference.of(golden.tensor(), answer.actual());
      if (!difference.problem().isEmpty()) {
        boolean second = golden.key().startsWith("second:");
        problems.add(
            (second ? "second call, '" : "'") + golden.name() + "': " + difference.problem());
      }
      total = total.worst(difference);
      boolean beyond = difference.relative() > allowed.relative();
      if (beyond && difference.problem().isEmpty()) {
        boolean output = !golden.isInner() && !golden.key().startsWith("second:");
        Allowance allowance =
            rounding != null && output ? rounding.of(golden.name(), difference) : Allowance.NONE;
        if (allowance.covers(difference)) {
          explained.add("'" + golden.name() + "' within " + allowance);
        } else {
          far = true;
        }
      }
    }
    returned.take(engine, byKey);
    if (far || !problems.isEmpty()) {
      String message = problems.isEmpty() ? "beyond " + allowed : String.join("; ", problems);
      return new Verdict(
          Status.DIFFERS, total.maxAbs(), total.relative(), List.of(engine), message, allowed);
    }
    Status status = total.weak() ? Status.WEAK : Status.OK;
    String message = String.join("; ", explained);
    return new Verdict(status, total.maxAbs(), total.relative(), List.of(engine), message, allowed);
  }

  static Verdict worse(Verdict a, Verdict b) {
    if (b.status().good() && a.status().good()) {
      Verdict weaker = b.status().compareTo(a.status()) > 0 ? b : a;
      return new Verdict(
          weaker.status(),
          Math.max(a.maxAbsDiff(), b.maxAbsDiff()),
          Math.max(a.relDiff(), b.relDiff()),
          both(a, b),
          a.message().isEmpty() ? b.message() : a.message(),
          a.bound());
    }
    return b.status().compareTo(a.status()) > 0 ? b : a;
  }

  /** Returns the engines of two verdicts that agree. */
  private static List<Engine> both(Verdict a, Verdict b) {
    return Stream.of(a, b).flatMap(each -> each.engines().stream()).distinct().sorted().toList();
  }

  private Verdict runOnZeros(Model model) throws IOException {
    Map<String, Tensor> zeros = SampleInputs.zeros(model);
    List<Engine> able = able(model);
    for (Engine engine : able) {
      Map<String, Tensor> outputs = model.on(engine).predict(zeros);
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      outputs.forEach((name, tensor) -> byKey.put("out:" + name, tensor));
      returned.take(engine, byKey);
    }
    return new Verdict(Status.LOADED, 0, 0, able, "");
  }

  private Verdict failed(Status status, Throwable cause) {
    return failed(status, cause, engines);
  }

  static Verdict failed(Status status, Throwable cause, List<Engine> engines) {
    if (cause instanceof NoSuchFileException missing && missing.getReason() == null) {
      return new Verdict(status, 0, 0, engines, "no file '" + missing.getFile() + "'");
    }
    String message = cause.getMessage();
    boolean named = message != null && cause instanceof RuntimeException;
    String text = named ? message : cause.getClass().getSimpleName() + ": " + message;
    return new Verdict(status, 0, 0, engines, text == null ? "" : text);
  }
}
