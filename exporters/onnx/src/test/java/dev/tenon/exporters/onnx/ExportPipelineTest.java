package dev.tenon.exporters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.testing.Recording;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph is well formed after each pass of the export, for each recorded ONNX file. */
final class ExportPipelineTest {
  private int checked;

  private void check(String where, Graph graph) {
    Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>(graph.inputs().size()));
    Set<String> names = new HashSet<>();
    known.addAll(graph.inputs());
    for (OperatorNode node : graph.nodes()) {
      for (Value read : node.reads()) {
        assertThat(isGiven(known, read)).as("%s: %s reads %s", where, node.name(), read).isTrue();
      }
      for (Value output : node.outputs()) {
        assertThat(known.add(output)).as("%s: two nodes give %s", where, output).isTrue();
        assertThat(output.name().isEmpty() || names.add(output.name()))
            .as("%s: two values are called %s", where, output.name())
            .isTrue();
      }
      if (node.operator() instanceof HasSubgraphs nesting) {
        nesting.bodies().forEach(body -> check(where + "/" + node.name(), body));
      }
    }
    for (Value output : graph.outputs()) {
      assertThat(isGiven(known, output)).as("%s: nothing gives %s", where, output).isTrue();
    }
    checked++;
  }

  private static boolean isGiven(Set<Value> known, Value value) {
    return value.constant() != null || value.parameter() != null || known.contains(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 24})
  void graphsAreWellFormedAfterEachPass(int opset) throws IOException {
    List<Recording> recordings =
        Recording.files(
            "tests/goldens/torch", "tests/goldens/onnx/networks", "tests/goldens/onnx/recurrent");
    for (Recording recording : recordings) {
      for (boolean fuse : new boolean[] {true, false}) {
        OnnxOptions options = OnnxOptions.DEFAULTS.opset(opset).fuse(fuse);
        try (Source source = Source.of(recording.file())) {
          OnnxGraph read = OnnxImporter.read(source, source.name(), recording.lengths(), Map.of());
          ExportPipeline.prepare(
              read.graph(),
              read.store(),
              options,
              new CastNotes(options),
              (pass, now) -> check(recording.label() + " after " + pass, now));
        } catch (UnsupportedModelException e) {
          // An older opset does not have all of it; what was reached is checked.
          assertThat(opset).isLessThan(24);
        }
      }
    }
    assertThat(checked).isGreaterThan(1000);
  }
}
