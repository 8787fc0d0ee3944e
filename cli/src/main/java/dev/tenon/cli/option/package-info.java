/**
 * Options that several commands share. Reading starts at {@link dev.tenon.cli.option.FedInputs},
 * the options for the inputs of a model. {@link dev.tenon.cli.option.EngineOption}, {@link
 * dev.tenon.cli.option.LabelsOption}, {@link dev.tenon.cli.option.CatalogueOption} and {@link
 * dev.tenon.cli.option.NetworkOptions} are the other groups of options. {@link
 * dev.tenon.cli.option.ModelOption} is an older spelling, {@link dev.tenon.cli.option.ToOption} and
 * {@link dev.tenon.cli.option.WrittenKind} name what is written. {@link
 * dev.tenon.cli.option.InputFile} and {@link dev.tenon.cli.option.LowerCase} help picocli, {@link
 * dev.tenon.cli.option.ModelChoice}, {@link dev.tenon.cli.option.GraphFormat}, {@link
 * dev.tenon.cli.option.OpenList} and {@link dev.tenon.cli.option.OptionNumbers} parse and check
 * their values.
 */
@NullMarked
package dev.tenon.cli.option;

import org.jspecify.annotations.NullMarked;
