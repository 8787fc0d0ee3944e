package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.LAYERS;
import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.layers.Layers.concatenate;
import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.TestClassPath;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What usage says, and the Java that it prints: compiled and run. */
final class UsageCommandTest {
  @TempDir private Path folder;

  private static String usage(Path model) {
    Ran ran = Ran.of("usage", model);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran.out();
  }

  private void compilesAndRuns(Path model) throws Exception {
    String said = usage(model);
    String program = said.substring(said.indexOf("\nJava\n") + "\nJava\n".length());
    assertThat(program).startsWith("import dev.tenon.Model;");
    Path source = folder.resolve("UseModel.java");
    Files.writeString(source, program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    String classPath = TestClassPath.text();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", classPath, "-encoding", "UTF-8", "-proc:none");
      boolean compiled =
          compiler
              .getTask(
                  problems, files, null, options, null, files.getJavaFileObjects(source.toFile()))
              .call();
      assertThat(compiled).as(problems + program).isTrue();
    }
    URL[] places = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, Model.class.getClassLoader())) {
      var main = loader.loadClass("UseModel").getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    }
  }

  @Test
  void aModelOfOneImage() throws Exception {
    assertThat(usage(MNIST))
        .contains("float32 (?, 28, 28, 1); raw values, about 0 to 255: the model scales them")
        .contains("Tensor.zeros(DType.FLOAT32, 1, 28, 28, 1);");
    compilesAndRuns(MNIST);
  }

  @Test
  void moreInputsThanMapOfTakes() throws Exception {
    List<KerasTensor> inputs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      inputs.add(Layers.input("input_" + i, i % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64, 3));
    }
    List<KerasTensor> floats = new ArrayList<>();
    for (KerasTensor input : inputs) {
      floats.add(input.then(dense(2)));
    }
    Path file = folder.resolve("twelve.keras");
    try (Model model = Model.of(inputs, List.of(concatenate().apply(floats), floats.get(0)))) {
      model.save(file);
    }
    assertThat(usage(file)).contains("Map.ofEntries(");
    compilesAndRuns(file);
  }

  @Test
  void scalarsAnyRankAndNamesThatNeedQuoting() throws Exception {
    Value scalar =
        Value.of("a \"quoted\" name", new TensorType(DType.FLOAT32, Shape.of(List.of())));
    Value any = Value.of("any", new TensorType(DType.FLOAT32, Shape.unknownRank()));
    List<OperatorNode> nodes = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    for (Value input : List.of(scalar, any)) {
      Value output = Value.of("out" + outputs.size(), input.type());
      outputs.add(output);
      nodes.add(
          new OperatorNode(
              "relu" + outputs.size(),
              new Unary.Relu(),
              List.of(input),
              List.of(output),
              Origin.NONE));
    }
    Graph graph =
        new Graph("odd", List.of(scalar, any), List.copyOf(nodes), outputs, List.of("one", "two"));
    Path file = folder.resolve("it's a \"path\" with \\ in it.onnx");
    OnnxExporter.export(graph, OnnxOptions.DEFAULTS).write(file);
    assertThat(usage(file)).contains("float32 ()").contains("float32 (any)");
    compilesAndRuns(file);
  }

  @Test
  void labelsBesideTheModelAreThoseThatClassifyUses() throws Exception {
    Path model = folder.resolve("digits.h5");
    Files.copy(MNIST, model);
    assertThat(usage(model)).doesNotContain("scores:");
    Files.writeString(
        folder.resolve("digits.h5.labels.txt"),
        "zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
    assertThat(usage(model)).contains("; 10 scores: zero, one, two, three").contains("nine");
    Path photo = Checkout.file("samples/images/digit_7.png");
    assertThat(Ran.of("classify", photo, "--model", model, "--top", 1).out()).contains("seven");
  }

  @Test
  void whatIsNotKnownIsCalledUnknown() {
    assertThat(usage(LAYERS.resolve("conv/conv1d.k3.keras")))
        .contains("range unknown")
        .doesNotContain("255");
  }
}
