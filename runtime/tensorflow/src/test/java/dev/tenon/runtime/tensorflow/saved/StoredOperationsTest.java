package dev.tenon.runtime.tensorflow.saved;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Operations of stored graphs that ended the process, one by one. */
final class StoredOperationsTest {
  private static final DataType FLOAT = DataType.DT_FLOAT;
  private static final DataType INT32 = DataType.DT_INT32;

  @TempDir private Path folder;
  private final GraphDef.Builder graph = GraphDef.newBuilder();

  StoredOperationsTest() {
    graph.getVersionsBuilder().setProducer(1500);
  }

  private void constant(String name, DataType type, String word) {
    graph.addNode(Constants.of(name, type, word, new Random(1)));
  }

  /** Adds a constant that TensorFlow does not know before it runs. */
  private void fed(String name, DataType type, String word) {
    constant(name + "_known", type, word);
    AttrValue.Builder any = AttrValue.newBuilder();
    any.getShapeBuilder().setUnknownRank(true);
    graph
        .addNodeBuilder()
        .setName(name)
        .setOp("PlaceholderWithDefault")
        .addInput(name + "_known")
        .putAttr("dtype", type(type))
        .putAttr("shape", any.build());
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue number(long number) {
    return AttrValue.newBuilder().setI(number).build();
  }

  private NodeDef.Builder node(String operation, String... inputs) {
    NodeDef.Builder node = graph.addNodeBuilder().setName("y").setOp(operation);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private void refused(Class<? extends Exception> kind, String... parts) throws IOException {
    graph.addNodeBuilder().setName("out").setOp("Identity").addInput("y").putAttr("T", type(FLOAT));
    Path file = Files.write(folder.resolve("graph.pb"), graph.build().toByteArray());
    assertThatThrownBy(
            () -> {
              try (StoredModel model = new TensorFlowEngine().read(file, LoadLimits.DEFAULTS)) {
                List<String> outputs = model.outputs().stream().map(Value::name).toList();
                model.run(Map.of(), outputs, Deadline.NONE);
              }
            })
        .isInstanceOf(kind)
        .hasMessageStartingWith("graph.pb")
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, 1L << 20, -1})
  void countsOfResults(long count) throws IOException {
    constant("x", FLOAT, "4,3");
    constant("p", INT32, "@0,1,0,1");
    node("DynamicPartition", "x", "p")
        .putAttr("num_partitions", number(count))
        .putAttr("T", type(FLOAT));
    refused(MalformedModelException.class, "node 'y' (DynamicPartition)");
  }

  @Test
  void ranksOfRaggedResults() throws IOException {
    constant("s", DataType.DT_INT64, "@0,2,4");
    constant("v", FLOAT, "4");
    constant("i", INT32, "@0,1");
    node("RaggedGather", "s", "v", "i")
        .putAttr("Tvalues", type(FLOAT))
        .putAttr("Tindices", type(INT32))
        .putAttr("PARAMS_RAGGED_RANK", number(1))
        .putAttr("OUTPUT_RAGGED_RANK", number(1L << 33));
    refused(MalformedModelException.class, "node 'y' (RaggedGather)", "OUTPUT_RAGGED_RANK");
  }

  @Test
  void inputsThatTheDefinitionDoesNotHave() throws IOException {
    constant("x", FLOAT, "2");
    node("Relu", "x", "x").putAttr("T", type(FLOAT));
    refused(MalformedModelException.class, "node 'y' (Relu): has 2 inputs; expected 1");
  }

  @Test
  void operationsThatTensorFlowRemoved() throws IOException {
    constant("x", FLOAT, "2,4");
    node("TopK", "x").putAttr("T", type(FLOAT)).putAttr("k", number(2));
    refused(UnsupportedModelException.class, "node 'y' (TopK)", "removed", "version 7");
  }

  @Test
  void anExitFromNoLoop() throws IOException {
    constant("x", FLOAT, "2");
    node("Exit", "x").putAttr("T", type(FLOAT));
    refused(MalformedModelException.class, "node 'y' (Exit)", "no loop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@-1,0", "@-2147483648,0", "@0,0", "@0,7", "@0", "2,2"})
  void placesOfAxes(String word) throws IOException {
    fed("x", FLOAT, "2,3");
    fed("p", INT32, word);
    node("ConjugateTranspose", "x", "p").putAttr("T", type(FLOAT));
    refused(IllegalArgumentException.class, "TensorFlow cannot run");
  }

  @Test
  void aSplitAlongAMatrix() throws IOException {
    fed("a", INT32, "2,2");
    fed("x", FLOAT, "4,3");
    node("Split", "a", "x").putAttr("T", type(FLOAT)).putAttr("num_split", number(2));
    refused(IllegalArgumentException.class, "TensorFlow cannot run 'y'");
  }

  @Test
  void sizesThatNoMemoryHolds() throws IOException {
    fed("s", INT32, "@2147483647,4");
    constant("v", FLOAT, "s");
    node("Fill", "s", "v").putAttr("T", type(FLOAT));
    refused(IllegalArgumentException.class, "operand dims makes for a result of more than");
  }

  @Test
  void aRangeOfTinySteps() throws IOException {
    fed("a", FLOAT, "@@0");
    fed("b", FLOAT, "@@1000000");
    fed("d", FLOAT, "@@1e-9");
    node("Range", "a", "b", "d").putAttr("Tidx", type(FLOAT));
    refused(IllegalArgumentException.class, "the range has more than");
  }

  @Test
  void aBlockOfFewerAxesThanItsStart() throws IOException {
    constant("x", FLOAT, "2,3");
    constant("begin", INT32, "@0,0");
    constant("size", INT32, "0");
    node("Slice", "x", "begin", "size").putAttr("T", type(FLOAT)).putAttr("Index", type(INT32));
    refused(MalformedModelException.class, "node 'y' (Slice)", "of 2 and of 0 axes");
  }

  @Test
  void placesOfABlockAsAMatrix() throws IOException {
    constant("x", FLOAT, "2,3");
    for (String operand : new String[] {"begin", "end", "strides"}) {
      constant(operand, INT32, "2,3");
    }
    node("StridedSlice", "x", "begin", "end", "strides")
        .putAttr("T", type(FLOAT))
        .putAttr("Index", type(INT32));
    refused(MalformedModelException.class, "node 'y' (StridedSlice)", "has 2 axes");
  }

  @Test
  void peepholesOfAnotherLengthThanTheState() throws IOException {
    constant("x", FLOAT, "1,3");
    constant("state", FLOAT, "1,2");
    constant("w", FLOAT, "5,8");
    constant("peephole", FLOAT, "0");
    constant("b", FLOAT, "8");
    node("LSTMBlockCell", "x", "state", "state", "w", "peephole", "peephole", "peephole", "b")
        .putAttr("T", type(FLOAT))
        .putAttr("use_peephole", AttrValue.newBuilder().setB(true).build());
    refused(MalformedModelException.class, "TensorFlow refuses the graph", "peephole");
  }

  @Test
  void anImageToNormalizeThatIsAMatrix() throws IOException {
    fed("x", FLOAT, "2,3");
    constant("scale", FLOAT, "3");
    node("FusedBatchNormV3", "x", "scale", "scale", "scale", "scale")
        .putAttr("T", type(FLOAT))
        .putAttr("U", type(FLOAT))
        .putAttr("is_training", AttrValue.newBuilder().setB(false).build());
    refused(IllegalArgumentException.class, "TensorFlow cannot run 'y'");
  }

  @Test
  void scoresOfBoxesThatAreAVector() throws IOException {
    constant("boxes", FLOAT, "1,2,1,4");
    fed("scores", FLOAT, "1");
    constant("count", INT32, "@3");
    constant("threshold", FLOAT, "@0");
    graph.addNode(scalar("size", "count", INT32));
    graph.addNode(scalar("least", "threshold", FLOAT));
    node("CombinedNonMaxSuppression", "boxes", "scores", "size", "size", "least", "least");
    refused(IllegalArgumentException.class, "TensorFlow cannot run 'y'");
  }

  private static NodeDef scalar(String name, String vector, DataType type) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Squeeze")
        .addInput(vector)
        .putAttr("T", type(type))
        .build();
  }
}
