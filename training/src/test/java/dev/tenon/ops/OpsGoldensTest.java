package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import dev.tenon.ops.RecordedFunctions.Case;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every function of {@link Ops} answers what real Keras recorded, at once and in a model. */
final class OpsGoldensTest {
  private static final int TOGETHER = 60;

  @TempDir private Path folder;

  @Test
  void javaAndTensorFlowAnswerAtOnce() throws Exception {
    assertThat(atOnce(FunctionPrograms.HOST_ELEMENTS, Engine.TENSORFLOW)).isEmpty();
  }

  @Test
  void tensorFlowAnswersAtOnce() throws Exception {
    assertThat(atOnce(0, Engine.TENSORFLOW)).isEmpty();
  }

  @Test
  void onnxRuntimeAnswersAtOnce() throws Exception {
    assertThat(atOnce(0, Engine.ONNX_RUNTIME)).isEmpty();
  }

  private static List<String> atOnce(int hostElements, Engine engine) throws Exception {
    List<String> wrong = new ArrayList<>();
    FunctionPrograms programs = new FunctionPrograms(16, hostElements, () -> engine);
    FunctionPrograms before = FunctionPrograms.share(programs);
    try {
      for (Case each : RecordedFunctions.read()) {
        try {
          compare(each, JavaCall.of(each.javaName(), each.arguments()), wrong);
        } catch (RuntimeException e) {
          wrong.add(each + ": " + e);
        }
      }
    } finally {
      FunctionPrograms.share(before);
      programs.close();
    }
    return wrong;
  }

  @Test
  void modelsThatAreSavedAndOpenedAnswer() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Case> cases = RecordedFunctions.read();
    for (int from = 0; from < cases.size(); from += TOGETHER) {
      inModel(cases.subList(from, Math.min(from + TOGETHER, cases.size())), wrong);
    }
    assertThat(wrong).isEmpty();
  }

  /** Writes a model of each case into a folder. */
  static void writeModels(Path folder) throws Exception {
    Path target = Files.createDirectories(folder);
    List<String> lines = new ArrayList<>();
    List<Case> cases = RecordedFunctions.read();
    for (int i = 0; i < cases.size(); i++) {
      List<KerasTensor> inputs = new ArrayList<>();
      List<Tensor> fed = new ArrayList<>();
      List<Object> results =
          cases.get(i).atOnce()
              ? List.of()
              : symbolic(cases.get(i), inputs, fed, new ArrayList<>());
      if (!results.isEmpty()) {
        List<KerasTensor> outputs = results.stream().map(KerasTensor.class::cast).toList();
        try (Model model = Model.of(inputs, outputs)) {
          model.save(target.resolve(i + ".keras"));
        }
        lines.add("{\"case\": %d, \"inputs\": %d}".formatted(i, inputs.size()));
      }
    }
    Files.write(target.resolve("models.jsonl"), lines);
  }

  private void inModel(List<Case> cases, List<String> wrong) throws Exception {
    List<Case> taken = new ArrayList<>();
    List<KerasTensor> inputs = new ArrayList<>();
    List<Tensor> fed = new ArrayList<>();
    List<KerasTensor> outputs = new ArrayList<>();
    for (Case each : cases.stream().filter(one -> !one.atOnce()).toList()) {
      List<Object> results = symbolic(each, inputs, fed, wrong);
      if (!results.isEmpty()) {
        taken.add(each);
        results.forEach(result -> outputs.add((KerasTensor) result));
      }
    }
    if (taken.isEmpty()) {
      return;
    }
    Path file = folder.resolve("functions.keras");
    try (Model model = Model.of(inputs, outputs)) {
      model.save(file);
    }
    List<Tensor> answers = run(file, fed);
    int next = 0;
    for (Case each : taken) {
      int count = each.results().size();
      compare(each, List.copyOf(answers.subList(next, next + count)), wrong);
      next += count;
    }
  }

  private static List<Object> symbolic(
      Case each, List<KerasTensor> inputs, List<Tensor> fed, List<String> wrong)
      throws ReflectiveOperationException {
    for (boolean all : new boolean[] {true, false}) {
      List<KerasTensor> own = new ArrayList<>();
      List<Tensor> ownFed = new ArrayList<>();
      List<Object> arguments =
          JavaCall.allReplaced(
              each.arguments(),
              tensor -> {
                if (tensor.rank() == 0 || (!all && !own.isEmpty())) {
                  return tensor;
                }
                String name = "x" + (inputs.size() + own.size());
                Shape shape = Shape.of(tensor.shape());
                own.add(Functional.of(Value.of(name, new TensorType(tensor.dtype(), shape))));
                ownFed.add(tensor);
                return own.get(own.size() - 1);
              });
      try {
        List<Object> results = JavaCall.of(each.javaName(), arguments);
        if (results.stream().allMatch(KerasTensor.class::isInstance)) {
          inputs.addAll(own);
          fed.addAll(ownFed);
          return results;
        }
        if (!own.isEmpty()) {
          wrong.add(each + " symbolic: gives no KerasTensor");
        }
        return List.of();
      } catch (IllegalStateException e) {
        if (!all) {
          wrong.add(each + " symbolic: " + e.getMessage());
        }
      } catch (RuntimeException e) {
        wrong.add(each + " symbolic: " + e);
        return List.of();
      }
    }
    return List.of();
  }

  private static List<Tensor> run(Path file, List<Tensor> fed) throws IOException {
    KerasModel opened = KerasImporter.read(file);
    Graph graph = opened.lowered().graph();
    Map<String, Tensor> named = new HashMap<>();
    for (int i = 0; i < fed.size(); i++) {
      named.put(graph.inputs().get(i).name(), fed.get(i));
    }
    try (Executable program =
        GraphEngine.of(Engine.TENSORFLOW).compile(graph, opened.parameters(), List.of())) {
      return program.run(named, graph.outputs());
    }
  }

  private static void compare(Case each, List<Object> answers, List<String> wrong) {
    if (answers.size() != each.results().size()) {
      wrong.add(each + ": " + answers.size() + " results");
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      String difference = Difference.of(each.results().get(i), (Tensor) answers.get(i));
      if (difference != null) {
        wrong.add(each + " result " + i + ": " + difference);
      }
    }
  }
}
