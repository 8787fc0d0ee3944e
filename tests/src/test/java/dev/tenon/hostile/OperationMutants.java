package dev.tenon.hostile;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.runtime.tensorflow.saved.Constants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Mutants of stored TensorFlow graphs: one operation each, in turn, with attributes, inputs or
 * constants that are wrong; as a frozen graph and as a SavedModel, on their own or in a function.
 */
final class OperationMutants implements MutantKind {
  private static final int WRAPPED_EVERY = 4;
  private static final int MOST_CHOICES = 20;

  /** A few mutants in turn are of operations that have little to do with each other. */
  private static final int STRIDE = 100;

  private final Setting setting;
  private final Operations operations;
  private final Map<String, OpDef> definitions = new HashMap<>();

  OperationMutants(Setting setting) throws IOException {
    this.setting = setting;
    this.operations = new Operations();
    for (int i = 0; i < operations.size(); i++) {
      definitions.put(operations.get(i).getName(), operations.get(i));
    }
  }

  /**
   * A mutant.
   *
   * @param text how it was made
   */
  private record Mutant(GraphDef graph, boolean folder, String text) {}

  private Mutant mutant(int number) {
    Random random = setting.random(number);
    OpDef definition = operations.get((int) ((long) number * STRIDE % operations.size()));
    boolean fits = random.nextInt(5) > 0;
    return mutant(definition, fits, random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3), random);
  }

  private Mutant mutant(OpDef definition, boolean fits, int changes, Random random) {
    Map<String, String> fitting = fits ? operations.fitting(definition.getName()) : Map.of();
    GraphDef.Builder graph = OperationGraph.of(definition, fitting, random);
    OperationDamage damage = new OperationDamage(graph, random);
    for (int i = 0; i < changes; i++) {
      damage.apply();
    }
    if (random.nextInt(30) == 0) {
      graph.getVersionsBuilder().setProducer(random.nextInt(30));
    }
    boolean wrapped = random.nextInt(WRAPPED_EVERY) == 0;
    NodeDef node = graph.getNode(graph.getNodeCount() - 1);
    if (wrapped) {
      OperationFunctions.wrap(graph, definitions, random);
    }
    List<DataType> results = OperationFunctions.results(definition, node);
    boolean folder = random.nextBoolean();
    String text =
        definition.getName()
            + (folder ? " in a SavedModel" : "")
            + (wrapped ? " in a function" : "")
            + (fits ? ": " : ", operands of chance: ")
            + damage.done();
    return new Mutant(read(graph, results).build(), folder, text);
  }

  /** Adds what reads the results, so that the graph has outputs. */
  private static GraphDef.Builder read(GraphDef.Builder graph, List<DataType> results) {
    int outputs = 0;
    for (int i = 0; i < results.size(); i++) {
      DataType type = results.get(i);
      if (type == DataType.DT_COMPLEX64 || type == DataType.DT_COMPLEX128) {
        DataType real = type == DataType.DT_COMPLEX64 ? DataType.DT_FLOAT : DataType.DT_DOUBLE;
        graph
            .addNodeBuilder()
            .setName("real" + i)
            .setOp("Real")
            .addInput(OperationGraph.NAME + (i == 0 ? "" : ":" + i))
            .putAttr("T", type(type))
            .putAttr("Tout", type(real));
        graph
            .addNodeBuilder()
            .setName("out" + outputs++)
            .setOp("Identity")
            .addInput("real" + i)
            .putAttr("T", type(real));
      } else if (type != DataType.DT_RESOURCE && type != DataType.DT_VARIANT) {
        graph
            .addNodeBuilder()
            .setName("out" + outputs++)
            .setOp("Identity")
            .addInput(OperationGraph.NAME + (i == 0 ? "" : ":" + i))
            .putAttr("T", type(type == DataType.UNRECOGNIZED ? DataType.DT_INVALID : type));
      }
    }
    if (outputs == 0) {
      NodeDef waits = Constants.of("out0", DataType.DT_FLOAT, "@@1", new Random(0));
      graph.addNode(waits.toBuilder().addInput("^" + OperationGraph.NAME));
      // A frozen graph's outputs are no constants.
      graph
          .addNodeBuilder()
          .setName("out1")
          .setOp("Identity")
          .addInput("out0")
          .putAttr("T", type(DataType.DT_FLOAT));
    }
    return graph;
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  @Override
  public String describe(int number) {
    return mutant(number).text;
  }

  @Override
  public void warmUp() throws IOException {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.addNode(Constants.of("c", DataType.DT_FLOAT, "2,3", new Random(0)));
    graph
        .addNodeBuilder()
        .setName("out0")
        .setOp("Identity")
        .addInput("c")
        .putAttr("T", type(DataType.DT_FLOAT));
    for (boolean folder : new boolean[] {false, true}) {
      String end = run(write(new Mutant(graph.build(), folder, "")));
      if (!end.equals("RUN")) {
        throw new IllegalStateException("the good graph itself ends as " + end);
      }
    }
  }

  private Path write(Mutant mutant) throws IOException {
    if (!mutant.folder) {
      return Files.write(setting.work().resolve("mutant.pb"), mutant.graph.toByteArray());
    }
    Path folder = Files.createDirectories(setting.work().resolve("mutant.savedmodel"));
    SignatureDef.Builder signature = SignatureDef.newBuilder();
    for (NodeDef node : mutant.graph.getNodeList()) {
      if (node.getName().startsWith("out")) {
        TensorInfo.Builder info = TensorInfo.newBuilder().setName(node.getName() + ":0");
        info.setDtypeValue(
            node.getAttrOrDefault(
                    node.getOp().equals("Const") ? "dtype" : "T", AttrValue.getDefaultInstance())
                .getTypeValue());
        info.getTensorShapeBuilder().setUnknownRank(true);
        signature.putOutputs(node.getName(), info.build());
      }
    }
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(mutant.graph);
    meta.getMetaInfoDefBuilder().addTags("serve");
    meta.putSignatureDef("serving_default", signature.build());
    Files.write(
        folder.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(meta)
            .build()
            .toByteArray());
    return folder;
  }

  /**
   * Says whether an operation runs undamaged, with one of a few choices of types and attributes.
   */
  boolean runs(OpDef definition) throws IOException {
    for (int i = 0; i < MOST_CHOICES; i++) {
      if (run(write(mutant(definition, true, 0, setting.random(i)))).equals("RUN")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String take(int number) throws IOException {
    return run(write(mutant(number)));
  }

  private static String run(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (Model model = Model.load(file)) {
      model.summary();
      model.info().kinds();
      model.info().warnings();
      return predict(model);
    } catch (MalformedModelException e) {
      Sentences.check(name, e);
      return "MALFORMED";
    } catch (UnsupportedModelException e) {
      Sentences.check(name, e);
      return "UNSUPPORTED";
    }
  }

  private static String predict(Model model) {
    try {
      model.predict(Map.of());
      return "RUN";
    } catch (IllegalArgumentException e) {
      Sentences.check("", e);
      return "NOT_RUN";
    }
  }
}
