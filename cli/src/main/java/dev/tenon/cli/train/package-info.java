/**
 * Trains networks from the command line, and saves the results also when the process is told to
 * end. Reading starts at {@link dev.tenon.cli.train.TrainingPlans}, which reads samples into a
 * {@link dev.tenon.cli.train.TrainingPlan} by {@link dev.tenon.cli.train.PlanOptions}; {@code
 * TabularInputs}, {@code DenseNetwork} and {@code ConvolutionalNetwork} build its network, and
 * {@link dev.tenon.cli.train.PlanTrainer} trains it. {@link dev.tenon.cli.train.TrainingSaving}
 * writes the model during a training and after a signal, {@link dev.tenon.cli.train.TrainedFiles}
 * names the files; {@link dev.tenon.cli.train.TrainingReport} writes a page, with a {@code
 * ResidualPlot} for regressors.
 */
@NullMarked
package dev.tenon.cli.train;

import org.jspecify.annotations.NullMarked;
