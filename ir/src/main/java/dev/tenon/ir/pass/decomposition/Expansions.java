package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Text;
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
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decompositions into simpler operators, for backends without a native kernel.
 *
 * <p>Lengths, axes and sizes may depend on the run; only numbers of axes must be known.
 */
public final class Expansions {
  private static final OperatorTable<BiFunction<ExpansionContext, Operator, List<Value>>> RULES =
      new OperatorTable<>("expansions");

  static {
    one(Linear.MatrixSolve.class, (rule, o) -> SolveRule.solve(rule));
    many(Linear.PackedAttention.class, (rule, o) -> new PackedAttentionRule(rule, o).write());
    one(
        ImageResampling.ImageProjectiveTransform.class,
        (rule, o) -> new ProjectionRule(rule, o).write());
    one(Indexing.TensorScatter.class, CacheRule::scatter);
    one(Signal.DFT.class, SignalRules::transform);
    one(Signal.STFT.class, SignalRules::pieces);
    one(Signal.MelWeightMatrix.class, MelRule::matrix);
    one(Text.TfIdfVectorizer.class, (rule, o) -> new GroupCounts(rule, o).write());
    one(Vision.AffineGrid.class, AffineRule::grid);
    one(Vision.Col2Im.class, BlockRule::image);
    one(Vision.DeformConv.class, (rule, o) -> new DeformRule(rule, o).write());
    many(Vision.MaxPoolPositions.class, PoolRules::positions);
    one(Vision.MaxRoiPool.class, RegionPoolRule::pool);
    one(Vision.MaxUnpool.class, PoolRules::unpool);
    one(Vision.RoiAlign.class, (rule, o) -> new RegionRule(rule, o).write());
    one(FeatureProcessing.ArrayFeatureExtractor.class, (rule, o) -> TableRules.extracted(rule));
    one(FeatureProcessing.Binarizer.class, TableRules::marked);
    one(FeatureProcessing.LabelEncoder.class, TableRules::looked);
    one(FeatureProcessing.CategoryMapper.class, TableRules::mapped);
    one(FeatureProcessing.FeatureVectorizer.class, TableRules::joined);
    one(FeatureProcessing.Imputer.class, TableRules::imputed);
    one(FeatureProcessing.Normalizer.class, TableRules::normalized);
    one(FeatureProcessing.OneHotEncoder.class, TableRules::marked);
    one(FeatureProcessing.Scaler.class, TableRules::scaled);
    one(LinearModels.LinearRegressor.class, (rule, o) -> new LinearModelRules(rule).regression(o));
    many(
        LinearModels.LinearClassifier.class,
        (rule, o) -> new LinearModelRules(rule).classification(o));
    one(LinearModels.SVMRegressor.class, (rule, o) -> new LinearModelRules(rule).vectors(o));
    many(LinearModels.SVMClassifier.class, (rule, o) -> new LinearModelRules(rule).vectors(o));
    many(TreeEnsembles.TreeEnsemble.class, TreeRules::apply);
    many(TreeEnsembles.TreeEnsembleClassifier.class, TreeRules::apply);
    many(TreeEnsembles.TreeEnsembleRegressor.class, TreeRules::apply);
  }

  private Expansions() {}

  /**
   * A node in plainer operators.
   *
   * @param nodes the new nodes in order, which read the operands of the node
   * @param results the new values of the results of the node
   */
  public record Expansion(List<OperatorNode> nodes, List<Value> results) {
    public Expansion {
      nodes = List.copyOf(nodes);
      results = List.copyOf(results);
    }
  }

  /**
   * Returns the decomposition of a node, or null if there is no rule.
   *
   * @throws IllegalArgumentException if a number of axes is not known, with the reason
   */
  public static @Nullable Expansion of(OperatorNode node) {
    GraphBuilder builder = new GraphBuilder(node.name());
    Ops ops = new Ops(() -> builder, node::origin);
    List<Value> results = apply(new ExpansionContext(ops, node.inputs()), node.operator());
    return results == null
        ? null
        : new Expansion(builder.build(List.of(), List.of()).nodes(), results);
  }

  /** Decomposes an operator; returns null if there is no rule. */
  static @Nullable List<Value> apply(ExpansionContext context, Operator operator) {
    BiFunction<ExpansionContext, Operator, List<Value>> rule = RULES.find(operator.getClass());
    return rule == null ? null : rule.apply(context, operator);
  }

  /** Returns the operators with a decomposition. */
  public static Set<Class<? extends Operator>> operators() {
    return RULES.operators();
  }

  private static <O extends Operator> void one(
      Class<O> operator, BiFunction<ExpansionContext, O, Value> rule) {
    many(operator, (context, o) -> List.of(rule.apply(context, o)));
  }

  private static <O extends Operator> void many(
      Class<O> operator, BiFunction<ExpansionContext, O, List<Value>> rule) {
    RULES.put(operator, (context, o) -> rule.apply(context, operator.cast(o)));
  }
}
