/**
 * Keras' data sets, which are downloaded to Keras' cache folder, and two that ship with Tenon.
 * Reading starts at {@link dev.tenon.data.sets.Mnist}, which returns a {@link
 * dev.tenon.data.sets.TrainTest}; {@link dev.tenon.data.sets.FashionMnist}, {@link
 * dev.tenon.data.sets.Cifar10}, {@link dev.tenon.data.sets.Cifar100}, {@link
 * dev.tenon.data.sets.Imdb}, {@link dev.tenon.data.sets.Reuters}, {@link
 * dev.tenon.data.sets.BostonHousing} and {@link dev.tenon.data.sets.CaliforniaHousing} are the
 * other downloads. {@code WordSequences} and {@code CifarBatch} read formats of two data sets each.
 * {@link dev.tenon.data.sets.Digits} and {@link dev.tenon.data.sets.Iris} need no network.
 */
@NullMarked
package dev.tenon.data.sets;

import org.jspecify.annotations.NullMarked;
