package dev.tenon.runtime.tensorflow.ops.text;

import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.ir.op.TraditionalMl;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import java.util.List;

/**
 * How the operators of {@code ai.onnx.ml} are written: in plainer ones, but for tables of strings.
 */
public final class TraditionalMlMappings {
  private TraditionalMlMappings() {}

  public static void register(MappingTable to) {
    to.many(
        FeatureProcessing.LabelEncoder.class,
        (o, at) -> {
          StringTable table = StringTable.of(o);
          return table == null ? at.expanded() : List.of(table.emit(at));
        });
    for (Class<? extends TraditionalMl> operator :
        List.of(
            FeatureProcessing.ArrayFeatureExtractor.class,
            FeatureProcessing.Binarizer.class,
            FeatureProcessing.CategoryMapper.class,
            FeatureProcessing.FeatureVectorizer.class,
            FeatureProcessing.Imputer.class,
            FeatureProcessing.Normalizer.class,
            FeatureProcessing.OneHotEncoder.class,
            FeatureProcessing.Scaler.class,
            LinearModels.LinearClassifier.class,
            LinearModels.LinearRegressor.class,
            LinearModels.SVMClassifier.class,
            LinearModels.SVMRegressor.class,
            TreeEnsembles.TreeEnsemble.class,
            TreeEnsembles.TreeEnsembleClassifier.class,
            TreeEnsembles.TreeEnsembleRegressor.class)) {
      to.many(operator, (o, at) -> at.expanded());
    }
  }
}
