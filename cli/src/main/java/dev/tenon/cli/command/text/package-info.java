/**
 * Networks of texts in commands. {@link dev.tenon.cli.command.text.EmbedCommand} is one of its own;
 * {@code TextClassification} and {@code TextFineTuning} are what {@code classify} and {@code
 * finetune} do with the folders that {@code TextFolders} recognizes. {@code TextTask} decides what
 * a network learns; {@code TextPipeline} learns {@code TextRows}, and a classifier {@code
 * LabelledTexts}.
 */
@NullMarked
package dev.tenon.cli.command.text;

import org.jspecify.annotations.NullMarked;
