import type { ScheduleTree } from './scheduleTree.ts';

/**
 * Creates a tree view again if the editor never asked for its rows. Theia (1.74) never asks if it laid out the view
 * before this extension started, and keeps showing the text for an empty tree. In other editors such a view was never
 * shown.
 */
export function reviveTree(tree: ScheduleTree): void {
  if (tree.drawing) {
    return;
  }
  const { filter } = tree;
  tree.view.dispose();
  tree.view = tree.createView();
  tree.view.description = filter;
  tree.refresh();
}
