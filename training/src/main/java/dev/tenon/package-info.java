/**
 * The main classes of Tenon. Reading starts at {@link dev.tenon.Model}, which loads, builds, runs,
 * trains, inspects and saves a network; {@code TrainingOverloads} has its overloads for training
 * data. {@code Tenon} has the short names of all layers, losses, metrics, optimizers and options,
 * for one static import. {@link dev.tenon.OnnxSequences} loads ONNX files with sequences or
 * optional values.
 */
@NullMarked
@Facade(
    name = "Tenon",
    value = {
      ModelFactories.class,
      Layers.class,
      Losses.class,
      Metrics.class,
      Optimizers.class,
      Schedules.class,
      Callbacks.class,
      Initializers.class,
      Regularizers.class,
      Constraints.class,
      LoraConfig.class,
      CompileOptions.class,
      FitOptions.class,
      EvaluateOptions.class,
      PredictOptions.class,
      SummaryOptions.class,
      Dataset.class,
      Labels.class,
      Sequences.class,
      Seeds.class,
      DtypePolicies.class
    },
    without = {
      "all",
      "apply",
      "fromCsv",
      "functionName",
      "generate",
      "later",
      "name",
      "next",
      "of",
      "penalty",
      "resolve",
      "serialize",
      "start",
      "toConfig",
      "with",
      "withRate"
    })
package dev.tenon;

import dev.tenon.callbacks.Callbacks;
import dev.tenon.constraints.Constraints;
import dev.tenon.data.Dataset;
import dev.tenon.data.Labels;
import dev.tenon.data.text.Sequences;
import dev.tenon.initializers.Initializers;
import dev.tenon.initializers.Seeds;
import dev.tenon.internal.annotations.Facade;
import dev.tenon.layers.Layers;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import dev.tenon.model.SummaryOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.Schedules;
import dev.tenon.regularizers.Regularizers;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import dev.tenon.training.PredictOptions;
import org.jspecify.annotations.NullMarked;
