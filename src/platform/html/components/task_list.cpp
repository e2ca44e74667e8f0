#include "platform/html/components/task_list.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

Html title_of(const Task& task, const std::string& described_by) {
    if (task.href.empty()) {
        return div(classes(task.title_classes), task.title);
    }
    return a(
        classes(joined("nhsuk-task-list__link nhsuk-link", task.title_classes)),
        href(task.href),
        attr<"aria-describedby">(described_by),
        task.title
    );
}

Html task_of(const Task& task, const std::string& prefix) {
    const std::string hint_id = task.hint.empty() ? "" : prefix + "-hint";
    const std::string status_id = prefix + "-status";
    ClassList list("nhsuk-task-list__item");
    list.when(!task.href.empty(), "nhsuk-task-list__item--with-link").add(task.classes);
    return li(
        classes(list.text()),
        div(classes("nhsuk-task-list__name-and-hint"),
            title_of(task, joined(hint_id, status_id)),
            task.hint.empty() ? Html()
                              : div(classes("nhsuk-task-list__hint"), id(hint_id), task.hint)),
        div(classes(joined("nhsuk-task-list__status", task.status_classes)),
            id(status_id),
            task.status_tag ? tag(*task.status_tag) : task.status)
    );
}

}

Html task_list(const TaskList& options) {
    Html items;
    int number = 0;
    for (const Task& task : options.items) {
        ++number;
        items += task_of(task, options.id_prefix + "-" + std::to_string(number));
    }
    return ul(
        classes(joined("nhsuk-task-list", options.classes)),
        id(options.id),
        options.attributes,
        items
    );
}

}
