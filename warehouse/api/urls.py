"""The warehouse's addresses of the merchant API, below `/api/v1/`."""

from __future__ import annotations

from django.urls import path

from warehouse.api import carrier_labels, goods, orders

urlpatterns = [
    path("orders/", orders.Orders.as_view(), name="api-orders"),
    path("orders/<int:pk>/", orders.OneOrder.as_view(), name="api-order"),
    path("orders/<int:pk>/cancellation/", orders.Cancellation.as_view(), name="api-cancellation"),
    path("orders/<int:pk>/carrier-label/", carrier_labels.OneCarrierLabel.as_view(), name="api-carrier-label"),
    path("products/", goods.Products.as_view(), name="api-products"),
    path("products/<path:sku>/", goods.OneProduct.as_view(), name="api-product"),
    path("stock/", goods.Stock.as_view(), name="api-stock"),
    path("events/", goods.Events.as_view(), name="api-events"),
]
