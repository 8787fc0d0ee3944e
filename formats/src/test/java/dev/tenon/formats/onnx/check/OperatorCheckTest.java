package dev.tenon.formats.onnx.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OperatorCheckTest {
  private static NodeProto.Builder node(String operator, String inputs, String outputs) {
    return NodeProto.newBuilder()
        .setName("n")
        .setOpType(operator)
        .addAllInput(names(inputs))
        .addAllOutput(names(outputs));
  }

  private static List<String> names(String words) {
    return words.isEmpty() ? List.of() : Arrays.asList(words.split(",", -1));
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private static AttributeProto ints(String name, Long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(List.of(values))
        .build();
  }

  private static ModelProto model(long opset, GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  private static ModelProto model(long opset, NodeProto.Builder node) {
    return model(opset, GraphProto.newBuilder().addNode(node));
  }

  private static void refused(ModelProto model, String sentence) {
    assertThatThrownBy(() -> OperatorCheck.check("m.onnx", model))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("m.onnx: node 'n' (")
        .hasMessageContaining(sentence);
  }

  private static void passes(ModelProto model) {
    assertThatCode(() -> OperatorCheck.check("m.onnx", model)).doesNotThrowAnyException();
  }

  @Test
  void inputsAndOutputsAreAsManyAsTheSchemaOfTheOpsetSays() {
    passes(model(18, node("Reshape", "x,s", "y")));
    refused(model(18, node("Reshape", "x", "y")), "has 1 inputs; expected 2");
    refused(model(18, node("Reshape", "x,s,t", "y")), "has 3 inputs; expected 2");
    refused(model(18, node("Relu", "x", "y,z")), "has 2 outputs; expected 1");
    // The axes of ReduceSum are an attribute up to opset 12.
    passes(model(18, node("ReduceSum", "x,a", "y")));
    refused(model(11, node("ReduceSum", "x,a", "y")), "has 2 inputs; expected 1");
    refused(model(18, node("Clip", "x,a,b,c", "y")), "expected 1 to 3");
    refused(model(18, node("Concat", "", "y").addAttribute(integer("axis", 0))), "1 or more");
  }

  @Test
  void onlyOptionalInputsMayBeLeftOut() {
    passes(model(18, node("Clip", "x,,b", "y")));
    refused(model(18, node("Clip", ",a,b", "y")), "input 0 has no name");
    refused(model(18, node("Max", "x,", "y")), "input 1 has no name");
  }

  @Test
  void attributesAreThoseOfTheSchema() {
    refused(model(18, node("Relu", "x", "y").addAttribute(integer("alpha", 1))), "'alpha'");
    passes(model(18, node("Relu", "x", "y").addAttribute(integer("__tool", 1))));
    refused(model(18, node("Concat", "x", "y")), "lacks the attribute 'axis'");
    refused(
        model(18, node("Concat", "x", "y").addAttribute(ints("axis", 1L))),
        "is of the kind INTS; expected INT");
  }

  @Test
  void otherOperatorsAndFunctionsPass() {
    passes(model(18, node("Reshape", "", "y").setDomain("my.library")));
    ModelProto calls = model(18, node("Reshape", "x", "y"));
    FunctionProto reshape = FunctionProto.newBuilder().setName("Reshape").build();
    passes(calls.toBuilder().addFunctions(reshape).build());
  }

  @Test
  void nestedGraphsAndFunctionsAreChecked() {
    NodeProto.Builder wrong = node("Relu", "", "y");
    AttributeProto body =
        AttributeProto.newBuilder()
            .setName("then_branch")
            .setType(AttributeType.GRAPH)
            .setG(GraphProto.newBuilder().addNode(wrong))
            .build();
    NodeProto.Builder choice =
        node("If", "c", "y")
            .addAttribute(body)
            .addAttribute(body.toBuilder().setName("else_branch"));
    refused(model(18, choice), "has 0 inputs");
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("f")
            .addNode(wrong)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
            .build();
    ModelProto holds =
        model(18, GraphProto.newBuilder()).toBuilder().addFunctions(function).build();
    refused(holds, "has 0 inputs");
  }

  @Test
  void numbersMeanWhatTheOperatorCanDo() {
    refused(
        model(18, node("Conv", "x,w", "y").addAttribute(integer("group", 0))),
        "group is 0; expected 1 to 2147483647");
    refused(
        model(18, node("Conv", "x,w", "y").addAttribute(ints("strides", 1L, 0L))),
        "strides is [1, 0]");
    refused(
        model(
            18,
            node("MaxPool", "x", "y")
                .addAttribute(ints("kernel_shape", 2L, 2L))
                .addAttribute(ints("strides", 1L))),
        "different numbers of axes");
    refused(
        model(18, node("Transpose", "x", "y").addAttribute(ints("perm", 0L, 0L))),
        "expected each axis from 0 to 1 once");
    refused(
        model(18, node("Split", "x", "y,z").addAttribute(integer("num_outputs", 3))),
        "num_outputs is 3; it has 2 outputs");
    refused(
        model(18, node("Softmax", "x", "y").addAttribute(integer("axis", 1L << 40))),
        "axis is 1099511627776");
    refused(model(18, node("STFT", "x,s", "y")), "neither a window nor a frame_length");
    refused(
        model(23, node("Attention", "q,k,v", "y").addAttribute(integer("q_num_heads", 0))),
        "q_num_heads is 0");
    AttributeProto auto =
        AttributeProto.newBuilder()
            .setName("auto_pad")
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8("FULL"))
            .build();
    refused(model(18, node("Conv", "x,w", "y").addAttribute(auto)), "auto_pad is 'FULL'");
  }

  @Test
  void constantOperandsAreChecked() {
    GraphProto.Builder tile =
        GraphProto.newBuilder()
            .addInitializer(OnnxFile.proto("r", Tensor.of(new long[] {-1}, 1)))
            .addNode(node("Tile", "x,r", "y"));
    refused(model(18, tile), "repeats is [-1]");
    GraphProto.Builder fill =
        GraphProto.newBuilder()
            .addInitializer(OnnxFile.proto("s", Tensor.of(new long[] {1L << 31, 2}, 2)))
            .addNode(node("ConstantOfShape", "s", "y"));
    refused(model(18, fill), "at most 2^31 are computed");
  }

  @Test
  void fedOperandsAreCheckedBeforeARun() {
    GraphProto.Builder largest = GraphProto.newBuilder().addNode(node("TopK", "x,k", "v,i"));
    largest.addInputBuilder().setName("x");
    largest.addInputBuilder().setName("k");
    FedOperands fed = FedOperands.of(model(18, largest));
    Tensor x = Tensor.zeros(DType.FLOAT32, 3);
    fed.check("m", Map.of("x", x, "k", Tensor.of(new long[] {2}, 1)));
    assertThatThrownBy(() -> fed.check("m", Map.of("x", x, "k", Tensor.of(new long[] {-2}, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k is [-2]");
    assertThatThrownBy(() -> fed.check("m", Map.of("x", x, "k", Tensor.of(new long[] {}, 0))))
        .hasMessageContaining("expected one number");
  }

  @Test
  void operandsOfOneTypeMustHaveOne() {
    OperandTypes.check("", "Add", 18, List.of(DType.FLOAT32, DType.FLOAT32));
    assertThatThrownBy(() -> OperandTypes.check("", "Add", 18, List.of(DType.FLOAT32, DType.INT64)))
        .hasMessageContaining("they must have one type");
    assertThatThrownBy(() -> OperandTypes.check("", "If", 18, List.of(DType.FLOAT16)))
        .hasMessageContaining("expected bool");
  }

  /** 100 nodes must take less than a millisecond; ten times that is allowed here. */
  @Tag("speed")
  @Test
  void aLargeGraphIsCheckedAtOnce() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int i = 0; i < 5000; i++) {
      graph.addNode(
          node("Conv", "x,w,b", "y" + i)
              .addAttribute(ints("kernel_shape", 3L, 3L))
              .addAttribute(ints("strides", 1L, 1L))
              .addAttribute(ints("pads", 1L, 1L, 1L, 1L))
              .addAttribute(integer("group", 1)));
    }
    ModelProto model = model(18, graph);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      OperatorCheck.check("m", model);
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    assertThat(best).as("milliseconds for 5000 nodes").isLessThan(500);
  }
}
