package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What scikit-learn, XGBoost and LightGBM export, and single operators that these do not reach,
 * give the recorded numbers of ONNX Runtime on both engines and after another export; see make.py
 * and operators.py beside the recordings.
 */
class TraditionalMlTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/onnx/ml");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"models", "operators"})
  void tensorFlowGivesTheRecordedNumbers(String suite) {
    Ran.done("verify", "--suite", GOLDENS.resolve(suite), "--engine", "tensorflow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "operators"})
  void whatIsExportedAgainGivesTheRecordedNumbers(String suite) {
    Ran.done("verify", "--suite", GOLDENS.resolve(suite), "--through-export");
  }

  private Path damaged(String model, String attribute, Consumer<AttributeProto.Builder> damage)
      throws IOException {
    Path file = GOLDENS.resolve("models").resolve(model).resolve("model.onnx");
    ModelProto.Builder proto = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (AttributeProto.Builder found :
        proto.getGraphBuilder().getNodeBuilder(0).getAttributeBuilderList()) {
      if (found.getName().equals(attribute)) {
        damage.accept(found);
      }
    }
    Path damaged = folder.resolve("damaged.onnx");
    Files.write(damaged, proto.build().toByteArray());
    return damaged;
  }

  private static void read(Path file) throws IOException {
    try (Model model = Model.load(file)) {
      assertThat(model.onnx().graph().graph().nodes()).isNotEmpty();
    }
  }

  private void isRefused(
      String model, String attribute, Consumer<AttributeProto.Builder> damage, String... words)
      throws IOException {
    Path file = damaged(model, attribute, damage);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void attributesThatDoNotFitAreNamed() throws IOException {
    String tree = "sk_decision_tree_regressor";
    isRefused(tree, "nodes_truenodeids", a -> a.setInts(0, 999), "node 0 of tree 0", "node 999");
    isRefused(tree, "nodes_truenodeids", a -> a.setInts(0, 0), "cycle");
    isRefused(tree, "nodes_nodeids", a -> a.setInts(1, 0), "listed twice");
    isRefused(tree, "nodes_featureids", a -> a.addInts(1), "nodes_featureids", "expected");
    isRefused(tree, "nodes_featureids", a -> a.setInts(0, 77), "feature 77", "5");
    isRefused(tree, "nodes_values", a -> a.clearFloats().addFloats(1), "nodes_values", "1 entries");
    isRefused(tree, "target_ids", a -> a.setInts(0, 3), "target 3");
    isRefused(tree, "target_nodeids", a -> a.setInts(0, 999), "node 999 of tree 0");
    isRefused(
        tree,
        "nodes_modes",
        a -> a.setStrings(0, ByteString.copyFromUtf8("BRANCH_X")),
        "BRANCH_X",
        "BRANCH_LEQ");
    isRefused(
        "sk_linear_regression",
        "coefficients",
        a -> a.addFloats(1),
        "6 features",
        "its input has 5");
    isRefused("sk_logistic_three", "coefficients", a -> a.addFloats(1), "weights");
  }

  @Test
  void treesAreOperatorsThatCanBeLookedInto() throws IOException {
    try (Model model = Model.load(GOLDENS.resolve("models/xgb_two/model.onnx"))) {
      assertThat(model.onnx().graph().graph().nodes())
          .extracting(OperatorNode::operator)
          .extracting(operator -> operator.getClass().getSimpleName())
          .contains("TreeEnsembleClassifier");
    }
  }
}
