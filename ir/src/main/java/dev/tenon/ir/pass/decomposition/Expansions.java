package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.TraditionalMl;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.pass.decomposition.image.AffineRule;
import dev.tenon.ir.pass.decomposition.image.BlockRule;
import dev.tenon.ir.pass.decomposition.image.DeformRule;
import dev.tenon.ir.pass.decomposition.image.PoolRules;
import dev.tenon.ir.pass.decomposition.image.ProjectionRule;
import dev.tenon.ir.pass.decomposition.image.RegionPoolRule;
import dev.tenon.ir.pass.decomposition.image.RegionRule;
import dev.tenon.ir.pass.decomposition.ml.GroupCounts;
import dev.tenon.ir.pass.decomposition.ml.LinearModelRules;
import dev.tenon.ir.pass.decomposition.ml.TableRules;
import dev.tenon.ir.pass.decomposition.ml.TreeRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operators without a kernel of their own mean in plainer ones, for engines that have none.
 *
 * <p>Lengths, axes and sizes may come with the run; only numbers of axes must be known.
 */
public final class Expansions {
  private Expansions() {}

  /**
   * A node in plainer operators.
   *
   * @param nodes the operators in order; they read what the node read
   * @param results what stands for each result of the node
   */
  public record Expansion(List<OperatorNode> nodes, List<Value> results) {
    public Expansion {
      nodes = List.copyOf(nodes);
      results = List.copyOf(results);
    }
  }

  /**
   * Returns a node in plainer operators, or null where there is no rule.
   *
   * @throws IllegalArgumentException where a number of axes is not known, with the reason
   */
  public static @Nullable Expansion of(OperatorNode node) {
    GraphBuilder builder = new GraphBuilder(node.name());
    Ops ops = new Ops(() -> builder, node::origin);
    List<Value> results = apply(new ExpansionContext(ops, node.inputs()), node.operator());
    return results == null
        ? null
        : new Expansion(builder.build(List.of(), List.of()).nodes(), results);
  }

  /** Writes what an operator means; null where there is no rule. */
  static @Nullable List<Value> apply(ExpansionContext rule, Operator operator) {
    if (operator instanceof Vision vision) {
      return vision(rule, vision);
    }
    if (operator instanceof Linear.MatrixSolve) {
      return List.of(SolveRule.solve(rule));
    }
    if (operator instanceof Linear.PackedAttention attention) {
      return new PackedAttentionRule(rule, attention).write();
    }
    if (operator instanceof ImageResampling.ImageProjectiveTransform move) {
      return List.of(new ProjectionRule(rule, move).write());
    }
    if (operator instanceof Indexing.TensorScatter scatter) {
      return List.of(CacheRule.scatter(rule, scatter));
    }
    if (operator instanceof Signal.DFT transform) {
      return List.of(SignalRules.transform(rule, transform));
    }
    if (operator instanceof Signal.STFT transforms) {
      return List.of(SignalRules.pieces(rule, transforms));
    }
    if (operator instanceof Signal.MelWeightMatrix mel) {
      return List.of(MelRule.matrix(rule, mel));
    }
    if (operator instanceof Text.TfIdfVectorizer counts) {
      return List.of(new GroupCounts(rule, counts).write());
    }
    return operator instanceof TraditionalMl model ? traditional(rule, model) : null;
  }

  private static List<Value> traditional(ExpansionContext rule, TraditionalMl operator) {
    if (operator instanceof LinearModels model) {
      return LinearModelRules.apply(rule, model);
    }
    return operator instanceof TreeEnsembles trees
        ? TreeRules.apply(rule, trees)
        : List.of(TableRules.apply(rule, (FeatureProcessing) operator));
  }

  private static @Nullable List<Value> vision(ExpansionContext rule, Vision operator) {
    if (operator instanceof Vision.AffineGrid grid) {
      return List.of(AffineRule.grid(rule, grid));
    }
    if (operator instanceof Vision.Col2Im blocks) {
      return List.of(BlockRule.image(rule, blocks));
    }
    if (operator instanceof Vision.DeformConv conv) {
      return List.of(new DeformRule(rule, conv).write());
    }
    if (operator instanceof Vision.MaxPoolPositions pool) {
      return PoolRules.positions(rule, pool);
    }
    if (operator instanceof Vision.MaxRoiPool pool) {
      return List.of(RegionPoolRule.pool(rule, pool));
    }
    if (operator instanceof Vision.MaxUnpool pool) {
      return List.of(PoolRules.unpool(rule, pool));
    }
    if (operator instanceof Vision.RoiAlign align) {
      return List.of(new RegionRule(rule, align).write());
    }
    return null;
  }
}
