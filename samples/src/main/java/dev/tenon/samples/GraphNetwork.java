package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A layer of one's own: a graph convolution, after Kipf and Welling, 2017.
 *
 * <p>People of two groups know each other, most of them within their group. Each says little of
 * himself; with what his acquaintances say the network finds his group.
 */
public final class GraphNetwork {
  private static final int PEOPLE = 40;
  private static final int FEATURES = 4;

  private GraphNetwork() {}

  /**
   * Mixes the features of neighbours: A · (X · W) + b.
   *
   * <p>Takes features (batch, nodes, n) and weighted edges (batch, nodes, nodes); gives (batch,
   * nodes, units).
   *
   * @param units how many features a node has afterwards
   */
  public record GraphConvolution(long units) implements Layer<GraphConvolution.Weights> {
    /** Handles to the weights. */
    public record Weights(Parameter kernel, Parameter bias) {}

    @Override
    public Weights build(Build build, List<Shape> inputs) {
      Dim features = inputs.get(0).dim(-1);
      return new Weights(
          build.weight(
              "kernel", Shape.of(features, Dim.of(units)), KerasObject.of("GlorotUniform")),
          build.weight("bias", Shape.of(units), KerasObject.of("Zeros")));
    }

    @Override
    public List<Value> call(Weights weights, Call call, List<Value> inputs) {
      Value mapped = call.ops().matMul(inputs.get(0), call.read(weights.kernel()));
      Value mixed = call.ops().matMul(inputs.get(1), mapped);
      return List.of(call.ops().relu(call.ops().add(mixed, call.read(weights.bias()))));
    }
  }

  /** Trains with two such layers, and without. */
  public static void main(String[] args) {
    int graphs = Quick.or(32, 400);
    Graphs train = Graphs.draw(graphs, 1);
    Graphs test = Graphs.draw(graphs / 4, 2);
    System.out.println(graphs + " made-up graphs of " + PEOPLE + " people");
    for (boolean acquaintances : new boolean[] {false, true}) {
      KerasTensor features = input("features", PEOPLE, FEATURES);
      KerasTensor edges = input("edges", PEOPLE, PEOPLE);
      KerasTensor x = features;
      for (int i = 0; i < 2; i++) {
        x =
            acquaintances
                ? layer(new GraphConvolution(16)).apply(List.of(x, edges))
                : x.then(dense(16).activation("relu"));
      }
      KerasTensor group = x.then(dense(1).activation("sigmoid").name("group"));
      try (Model model =
          acquaintances
              ? Model.of(List.of(features, edges), List.of(group))
              : Model.of(List.of(features), List.of(group))) {
        model.compile("adam", "binary_crossentropy", "accuracy");
        Map<String, Tensor> x0 =
            acquaintances
                ? Map.of("features", train.features(), "edges", train.edges())
                : Map.of("features", train.features());
        var history =
            model.fit(
                x0,
                Map.of("group", train.groups()),
                fit().epochs(Quick.or(2, 30)).verbose(0).seed(1L));
        List<Double> accuracy = history.get("accuracy");
        System.out.printf(
            "%s: %.0f %% of the people are put into the right group%n",
            acquaintances ? "with their acquaintances" : "each by himself",
            100 * accuracy.get(accuracy.size() - 1));
        if (acquaintances) {
          System.out.println(model.summary());
          Map<String, Tensor> found =
              model.predict(Map.of("features", test.features(), "edges", test.edges()));
          found
              .values()
              .forEach(
                  groups ->
                      System.out.println(
                          "the first people of a new graph: " + groups.get(0).slice(0, 0, 5)));
        }
      }
    }
  }

  /** Graphs of people, their edges with rows that add up to 1. */
  private record Graphs(Tensor features, Tensor edges, Tensor groups) {
    static Graphs draw(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] features = new float[count * PEOPLE * FEATURES];
      float[] edges = new float[count * PEOPLE * PEOPLE];
      float[] groups = new float[count * PEOPLE];
      for (int i = 0; i < count * PEOPLE; i++) {
        groups[i] = random.nextInt(2);
        for (int j = 0; j < FEATURES; j++) {
          double noise = 6 * (random.nextDouble() - 0.5);
          features[i * FEATURES + j] = (float) ((groups[i] - 0.5) + noise);
        }
      }
      for (int graph = 0; graph < count; graph++) {
        for (int a = 0; a < PEOPLE; a++) {
          draw(random, groups, graph * PEOPLE, a, edges);
        }
      }
      return new Graphs(
          Tensor.of(features, count, PEOPLE, FEATURES),
          Tensor.of(edges, count, PEOPLE, PEOPLE),
          Tensor.of(groups, count, PEOPLE, 1));
    }

    private static void draw(
        SplittableRandom random, float[] groups, int first, int person, float[] edges) {
      int row = (first + person) * PEOPLE;
      int known = 1;
      edges[row + person] = 1;
      for (int other = 0; other < PEOPLE; other++) {
        double share = groups[first + person] == groups[first + other] ? 0.4 : 0.05;
        if (other != person && random.nextDouble() < share) {
          edges[row + other] = 1;
          known++;
        }
      }
      for (int other = 0; other < PEOPLE; other++) {
        edges[row + other] /= known;
      }
    }
  }
}
