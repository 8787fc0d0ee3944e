/**
 * The inspection of models: steps, inner values, gradients, statistics and costs. Reading starts at
 * {@link dev.tenon.inspect.Inspector}, which reads any inner value; {@link
 * dev.tenon.inspect.Structure} lists each {@link dev.tenon.inspect.Step}. {@link
 * dev.tenon.inspect.Inspection} gathers all results; {@link dev.tenon.inspect.Report}, {@link
 * dev.tenon.inspect.Plot} and {@link dev.tenon.inspect.InspectionJson} write them. {@link
 * dev.tenon.inspect.Comparison} and {@link dev.tenon.inspect.ModelDiff} compare two models. {@link
 * dev.tenon.inspect.Gradient}, {@link dev.tenon.inspect.ValueFunction}, {@link
 * dev.tenon.inspect.Maps}, {@link dev.tenon.inspect.Costs}, {@link dev.tenon.inspect.ClassScores}
 * and {@link dev.tenon.inspect.InputRange} compute single results.
 */
@NullMarked
package dev.tenon.inspect;

import org.jspecify.annotations.NullMarked;
